-- Rule 12: users who came into a group, until a worker has looked what they and the others of it have with a number that somebody has replaced.
CREATE TABLE newcomers (
    home BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    came_at BIGINT NOT NULL,
    PRIMARY KEY (home, group_id)
);
CREATE INDEX newcomers_by_time ON newcomers (came_at, home, group_id);

-- At most one row: which key, that is not in the database, codes are hashed with. The fingerprint tells nothing of it.
CREATE TABLE codes_key (
    id SMALLINT PRIMARY KEY,
    fingerprint VARCHAR(64)${exact} NOT NULL
);
