-- What vendors and the PBX say beyond the columns: kept, and shown as it came.
CREATE TABLE vendor_details (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  source         VARCHAR(20) NOT NULL,
  phase          TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of what was applied last: 1 began, 2 ended, 3 analysed',
  happened_at    DATETIME(3) NULL COMMENT 'of the same, where the source says so',
  fields         LONGTEXT NULL CHECK (fields IS NULL OR JSON_VALID(fields)),
  PRIMARY KEY (tenant_id, interaction_id)
);

ALTER TABLE voice_ai_details
  ADD COLUMN input_tokens         BIGINT UNSIGNED NULL,
  ADD COLUMN output_tokens        BIGINT UNSIGNED NULL,
  ADD COLUMN vendor_cost_micros   BIGINT NULL COMMENT 'what the vendor says it cost',
  ADD COLUMN vendor_cost_currency CHAR(3) NULL;

ALTER TABLE crm_contacts
  ADD COLUMN preferred_channel ENUM('email','whatsapp') NULL COMMENT 'for what is sent to them';
