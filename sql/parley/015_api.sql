-- What a key of the API has sent: the same Idempotency-Key with something else is told from a repeat.
ALTER TABLE inbox
  ADD COLUMN digest BINARY(32) NULL COMMENT 'of what was sent, where a repeat must be the same';
