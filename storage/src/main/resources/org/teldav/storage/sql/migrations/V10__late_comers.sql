-- Rule 12: cards that came into a book with a number that somebody has replaced, until a worker has looked at them.
CREATE TABLE late_comers (
    home BIGINT NOT NULL,
    book BIGINT NOT NULL,
    card BIGINT NOT NULL,
    came_at BIGINT NOT NULL,
    tries INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (home, book, card)
);
CREATE INDEX late_comers_by_time ON late_comers (came_at, home, book, card);
CREATE INDEX change_numbers_by_old ON change_numbers (old_key, home);

-- The contact of the card at the time of the rewrite, which stays the same contact when it is deleted and put back (rule 11). A server of before writes none.
ALTER TABLE rewrites ADD COLUMN uid_key VARCHAR(32)${exact};
CREATE INDEX rewrites_by_uid ON rewrites (home, uid_key);
