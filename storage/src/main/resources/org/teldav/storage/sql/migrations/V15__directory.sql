-- Each group has a book, whose home is the group: its directory. A group has no row in homes. (docs/decisions/directory.md)

-- is_shown: the user's own card is in the directory. It ends with the membership.
-- listed_number: the number of the user's home when the directory came into it, as that of a book of their own.
ALTER TABLE memberships ADD COLUMN is_shown BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE memberships ADD COLUMN listed_number BIGINT DEFAULT 0 NOT NULL;

INSERT INTO books (home, book, name, display_name, epoch, sync_number, oldest, created_at, modified_at, modified_before)
    SELECT id, 1, 'group-' || name, display_name, id, 0, 0, created_at, created_at, created_at
    FROM principals WHERE kind = 'group';

UPDATE memberships SET listed_number = COALESCE(
        (SELECT h.sync_number FROM homes h WHERE h.home = memberships.user_id), 0)
    + (SELECT COUNT(*) FROM memberships o
        WHERE o.user_id = memberships.user_id AND o.until_at IS NULL AND o.id <= memberships.id)
    WHERE until_at IS NULL;
UPDATE homes SET sync_number = sync_number
    + (SELECT COUNT(*) FROM memberships m WHERE m.user_id = homes.home AND m.until_at IS NULL);
