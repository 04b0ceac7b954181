-- RFC 6578 on a home: its members are books. Each making, renaming, deleting and describing of a book is a step of the home's number; what happens inside a book
-- is none. Books that were there before count as made in the order of their numbers.

ALTER TABLE homes ADD COLUMN epoch BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE homes ADD COLUMN sync_number BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE homes ADD COLUMN oldest BIGINT DEFAULT 0 NOT NULL;
UPDATE homes SET epoch = home, sync_number = last_book;

-- listed_number: the home's number when the book came under its name. changed_number: when it was last described.
ALTER TABLE books ADD COLUMN listed_number BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE books ADD COLUMN changed_number BIGINT DEFAULT 0 NOT NULL;
UPDATE books SET listed_number = book, changed_number = book;

CREATE TABLE book_tombstones (
    home BIGINT NOT NULL,
    name VARCHAR(500)${exact} NOT NULL,
    sync_number BIGINT NOT NULL,
    deleted_at BIGINT NOT NULL,
    PRIMARY KEY (home, name)
);
