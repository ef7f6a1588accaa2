-- The second statement fails, and the first must not stay.
CREATE TABLE half (a INTEGER);
CREATE NONSENSE;
