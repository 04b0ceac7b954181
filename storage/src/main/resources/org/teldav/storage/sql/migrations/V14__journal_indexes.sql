-- A line of the journal is written with each rewrite: one index serves the counting of a change's lines and the list of them, and a holder's lines are few enough to be put in order when
-- they are read.
CREATE INDEX rewrites_of_change_by_state ON rewrites (change_id, state, home, book, card);
DROP INDEX rewrites_of_change;
DROP INDEX rewrites_by_state;
DROP INDEX rewrites_by_time;
