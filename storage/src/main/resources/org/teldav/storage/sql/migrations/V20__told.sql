-- Whom a change that is done was for, as the changer had chosen by then (docs/decisions/propagation.md). NULL: everyone.
ALTER TABLE changes ADD COLUMN told VARCHAR(20);
