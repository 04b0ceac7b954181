-- WebDAV locks (RFC 4918 §6). book 0: of the home. name '': of the book; else of the card of that name, there or not: a lock stays with its URL.
CREATE TABLE locks (
    home BIGINT NOT NULL,
    token VARCHAR(100)${exact} NOT NULL,
    book BIGINT NOT NULL,
    name VARCHAR(500)${exact} NOT NULL,
    is_exclusive BOOLEAN NOT NULL,
    is_infinite BOOLEAN NOT NULL,
    owner_xml ${text},
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (home, token)
);

-- When the last lock of the home will have ended, at the latest: a write reads this row anyway, and looks at the locks only before that.
ALTER TABLE homes ADD COLUMN locked_until BIGINT;
