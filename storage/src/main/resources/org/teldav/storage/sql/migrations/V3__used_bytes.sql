-- RFC 4331: the sum of the sizes of a book's cards as they are now, kept by each write, since to add them up would read every card.
ALTER TABLE books ADD COLUMN used_bytes BIGINT DEFAULT 0 NOT NULL;
UPDATE books SET used_bytes = COALESCE(
    (SELECT SUM(CAST(c.bytes AS BIGINT)) FROM cards c WHERE c.home = books.home AND c.book = books.book), 0);
