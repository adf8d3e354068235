-- The example shop. Build the database anew with: sqlite3 retail.db < retail.sql
CREATE TABLE orders (
    number TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('preparing', 'shipped', 'delayed', 'delivered', 'cancelled')),
    carrier TEXT NOT NULL,
    expected TEXT NOT NULL,
    delivered TEXT NOT NULL DEFAULT '',
    returnable TEXT NOT NULL CHECK (returnable IN ('yes', 'no')),
    email TEXT NOT NULL
);
INSERT INTO orders VALUES ('A1042', 'shipped', 'Chronopost', '2026-03-12', '', 'no', 'claire.martin@example.org');
INSERT INTO orders VALUES ('A1043', 'delayed', 'Colissimo', '2026-03-17', '', 'no', 'j.lambert@example.org');
INSERT INTO orders VALUES ('A1044', 'preparing', 'DHL', '2026-03-19', '', 'no', 'sam.cole@example.org');
INSERT INTO orders VALUES ('A1050', 'cancelled', 'DHL', '', '', 'no', 'nina.roy@example.org');
INSERT INTO orders VALUES ('B2001', 'delivered', 'UPS', '2026-03-02', '2026-03-03', 'yes', 'h.dupuis@example.org');
INSERT INTO orders VALUES ('B2002', 'delivered', 'Colissimo', '2025-11-20', '2025-11-20', 'no', 'alex.moor@example.org');
INSERT INTO orders VALUES ('C3107', 'shipped', 'UPS', '2026-03-13', '', 'no', 'marie.blanc@example.org');
