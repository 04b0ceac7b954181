-- How many messages in a row were refused: silence and "later" between them are none (docs/decisions/push-delivery.md).
ALTER TABLE push_subscriptions ADD COLUMN refusals INTEGER DEFAULT 0 NOT NULL;
