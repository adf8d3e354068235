-- The example hospital. Build the database anew with: sqlite3 hospital.db < hospital.sql
CREATE TABLE appointments (
    file_number TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('booked', 'moved', 'none')),
    day TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    doctor TEXT NOT NULL DEFAULT '',
    building TEXT NOT NULL DEFAULT ''
);
INSERT INTO appointments VALUES ('52017', 'booked', '2026-03-16', '09:30', 'Morel', 'B');
INSERT INTO appointments VALUES ('52018', 'moved', '2026-03-24', '14:15', 'Petit', 'A');
INSERT INTO appointments VALUES ('52020', 'none', '', '', '', '');
INSERT INTO appointments VALUES ('52031', 'booked', '2026-04-01', '11:00', 'Nguyen', 'C');

CREATE TABLE invoices (
    number TEXT PRIMARY KEY,
    amount TEXT NOT NULL,
    due TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'late'))
);
INSERT INTO invoices VALUES ('81450', '62.40', '2026-03-31', 'open');
INSERT INTO invoices VALUES ('81451', '24', '2026-02-10', 'paid');
INSERT INTO invoices VALUES ('81460', '118.20', '2026-01-15', 'late');
