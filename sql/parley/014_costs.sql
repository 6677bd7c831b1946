-- The last arrival of a connection is found by itself.
ALTER TABLE inbox ADD KEY ix_inbox_sender (tenant_id, source, sender_id, id);

ALTER TABLE rate_cards
  ADD COLUMN message_on_calls BOOL NOT NULL DEFAULT 1 COMMENT 'what is said in a call counts as messages, too';

-- What the card made of an interaction. As long as the interaction has the same figure it is the
-- card's, to be changed with it; any other figure came from elsewhere and stays.
CREATE TABLE computed_costs (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  micros         BIGINT NOT NULL,
  currency       CHAR(3) NOT NULL,
  billable       INT UNSIGNED NULL COMMENT 'as written to billable_messages',
  parts          LONGTEXT NULL COMMENT 'as written to cost_parts; NULL: those were left alone',
  vendor_parts   LONGTEXT NULL COMMENT 'what stood there before',
  PRIMARY KEY (tenant_id, interaction_id)
);
