-- Who is signed in on the web page. The token itself is nowhere: hash is its SHA-256 in hex. complete: false while a second factor is still to come.
CREATE TABLE sessions (
    hash VARCHAR(64)${exact} NOT NULL PRIMARY KEY,
    home BIGINT NOT NULL,
    complete BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (home);
CREATE INDEX sessions_by_end ON sessions (until_at);
