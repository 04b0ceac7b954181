-- The card that was the own one until it was deleted or another one was named: brought back, it is the own one again (docs/decisions/own-card-name.md).
ALTER TABLE homes ADD COLUMN former_book BIGINT;
ALTER TABLE homes ADD COLUMN former_card BIGINT;
