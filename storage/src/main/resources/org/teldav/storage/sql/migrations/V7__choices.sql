-- What users chose. Where there is no row, the defaults hold.
CREATE TABLE changer_choices (
    home BIGINT PRIMARY KEY,
    audience VARCHAR(20) NOT NULL,
    scope VARCHAR(20) NOT NULL
);

-- home does not tell user_id of changes, nor lets it be seen that there are any.
CREATE TABLE blocked_users (
    home BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (home, user_id)
);
CREATE INDEX blocked_users_by_user ON blocked_users (user_id);

-- What a holder wants done with other people's changes: uid_key '' and book 0: everywhere; book: in that book; uid_key: in the contact of that UID, which
-- stays the same contact when it is moved, or deleted and put back. An empty column leaves it to the next wider place.
CREATE TABLE holder_choices (
    home BIGINT NOT NULL,
    uid_key VARCHAR(32)${exact} NOT NULL,
    book BIGINT NOT NULL,
    uid VARCHAR(1024)${exact} NOT NULL,
    mode VARCHAR(20),
    old_number VARCHAR(20),
    PRIMARY KEY (home, uid_key, book)
);
