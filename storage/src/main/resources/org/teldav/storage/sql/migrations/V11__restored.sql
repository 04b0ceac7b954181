-- RFC 6578: the epochs that a book (book 0: the home) had before it was restored. A token of one of them is known up to the number that the backup had come to; what was after it is undone.
CREATE TABLE former_epochs (
    home BIGINT NOT NULL,
    book BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    up_to BIGINT NOT NULL,
    PRIMARY KEY (home, book, epoch)
);
