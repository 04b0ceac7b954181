-- What became of a holder's card: DONE (rewritten), LEFT, OFFERED (waits in the inbox), REFUSED, UNDONE. A server of before knows the first two only, and writes no state:
-- what has a reason is LEFT then.
ALTER TABLE rewrites ADD COLUMN state VARCHAR(10) DEFAULT 'DONE' NOT NULL;
UPDATE rewrites SET state = 'LEFT' WHERE reason <> '';
