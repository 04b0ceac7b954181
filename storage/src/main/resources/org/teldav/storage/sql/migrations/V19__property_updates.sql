-- WebDAV-Push, property-update (docs/decisions/push.md). described: how often properties of the home itself changed. members_described: how often those of a
-- home's books did, or of a book's cards. A book's own are numbered by changed_number; a directory's home is a group, and there it is a count as well.
-- No sync-token knows of them.
ALTER TABLE homes ADD COLUMN described BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE homes ADD COLUMN members_described BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE books ADD COLUMN members_described BIGINT DEFAULT 0 NOT NULL;

-- on_members: whether a property-update is wanted of members too (Depth 1). members_sent: as properties_sent, of members_described. Who had registered before
-- wanted to know of the book itself. properties_sent below 0: there is a new key to be told of first; -1 - properties_sent is what was told.
ALTER TABLE push_subscriptions ADD COLUMN on_members BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE push_subscriptions ADD COLUMN members_sent BIGINT DEFAULT 0 NOT NULL;
