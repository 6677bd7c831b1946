-- Whether a vendor can be asked, for who must not read the key.
ALTER TABLE intake_connections
  ADD COLUMN can_ask BOOL AS (api_key IS NOT NULL) PERSISTENT;

ALTER TABLE vendor_fetches
  ADD COLUMN tried_at DATETIME(3) NULL COMMENT 'when the vendor was asked last';

-- What a message is made of besides its text, and the instant from which it may have gone out: it is
-- not sent again then, whatever becomes of the sender.
ALTER TABLE outgoing_messages
  ADD COLUMN html       MEDIUMTEXT NULL COMMENT 'of mail',
  ADD COLUMN parameters LONGTEXT NULL COMMENT 'of a WhatsApp template' CHECK (parameters IS NULL OR JSON_VALID(parameters)),
  ADD COLUMN handed_at  DATETIME(3) NULL,
  ADD KEY ix_outgoing_address (tenant_id, channel, address, id);
