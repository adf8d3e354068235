-- The example insurer. Build the database anew with: sqlite3 insurance.db < insurance.sql
CREATE TABLE claims (
    number TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('water', 'car', 'theft', 'glass')),
    status TEXT NOT NULL CHECK (status IN ('received', 'expert', 'document', 'paid', 'refused')),
    due TEXT NOT NULL DEFAULT '',
    amount TEXT NOT NULL DEFAULT ''
);
INSERT INTO claims VALUES ('S4821', 'water', 'expert', '2026-03-18', '');
INSERT INTO claims VALUES ('S4822', 'car', 'document', '', '');
INSERT INTO claims VALUES ('S4830', 'glass', 'paid', '2026-03-05', '412.50');
INSERT INTO claims VALUES ('S4835', 'theft', 'received', '2026-03-20', '');
INSERT INTO claims VALUES ('S4840', 'water', 'refused', '', '');

CREATE TABLE contracts (
    number TEXT PRIMARY KEY,
    email_hint TEXT NOT NULL,
    has_email TEXT NOT NULL CHECK (has_email IN ('yes', 'no')),
    in_force TEXT NOT NULL CHECK (in_force IN ('yes', 'no'))
);
INSERT INTO contracts VALUES ('730152', 'example point org', 'yes', 'yes');
INSERT INTO contracts VALUES ('730153', 'example point org', 'yes', 'yes');
INSERT INTO contracts VALUES ('730160', '', 'no', 'yes');
INSERT INTO contracts VALUES ('730171', 'example point org', 'yes', 'no');

CREATE TABLE cover (
    topic TEXT PRIMARY KEY,
    covered TEXT NOT NULL CHECK (covered IN ('yes', 'option')),
    excess TEXT NOT NULL
);
INSERT INTO cover VALUES ('water', 'yes', '150');
INSERT INTO cover VALUES ('theft', 'yes', '200');
INSERT INTO cover VALUES ('glass', 'option', '80');
INSERT INTO cover VALUES ('fire', 'yes', '150');
