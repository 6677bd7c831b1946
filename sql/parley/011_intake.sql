-- How interactions get in: what arrived, who may send it, what has to be fetched and sent.

-- Everything that arrives is stored here as it came before it is answered; the worker applies it.
ALTER TABLE inbox
  MODIFY event_id VARCHAR(150) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ADD COLUMN sender_id INT UNSIGNED NULL COMMENT 'the connection or the API key it came by',
  ADD COLUMN subject VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'the id that the source gave the interaction',
  ADD COLUMN file VARCHAR(80) CHARACTER SET ascii NULL COMMENT 'a large body: its name in spool_dir; body is empty',
  ADD COLUMN bytes INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN attempts INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN retry_at DATETIME(3) NULL COMMENT 'waiting, but not before',
  ADD COLUMN interaction_id BIGINT UNSIGNED NULL COMMENT 'what it was applied to',
  ADD KEY ix_inbox_tenant (tenant_id, state, id),
  ADD KEY ix_inbox_applied (applied_at);

-- A vendor's account, or one of its agents: where its webhooks arrive (/hooks/<source>/<token>), how
-- they are verified, and how the vendor is asked. Secrets are sealed (http/seal.h, purpose "intake").
CREATE TABLE intake_connections (
  tenant_id      INT UNSIGNED NOT NULL,
  id             INT UNSIGNED NOT NULL AUTO_INCREMENT,
  source         VARCHAR(20) NOT NULL COMMENT 'elevenlabs, retell, vapi; generic: our own signature',
  name           VARCHAR(100) NOT NULL,
  token          CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'in the address of the webhook',
  scheme         ENUM('vendor','header','hmac') NOT NULL DEFAULT 'vendor' COMMENT 'vendor: as the source signs; header: the secret itself; hmac: over the body',
  header         VARCHAR(60) NULL COMMENT 'of schemes header and hmac',
  secret         VARBINARY(600) NULL,
  old_secret     VARBINARY(600) NULL COMMENT 'still good until old_until',
  old_until      DATETIME(3) NULL,
  api_base       VARCHAR(200) NULL COMMENT 'NULL: the vendor''s own',
  api_key        VARBINARY(600) NULL,
  queue_id       INT UNSIGNED NULL COMMENT 'of its interactions; NULL: none, they are for admins',
  active         BOOL NOT NULL DEFAULT 1,
  created_at     DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_connection_token (token),
  KEY ix_connection_tenant (tenant_id, source, id)
);

CREATE TABLE api_keys (
  tenant_id   INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name        VARCHAR(100) NOT NULL,
  prefix      CHAR(12) CHARACTER SET ascii NOT NULL COMMENT 'what the key begins with, to know it by',
  key_hash    BINARY(32) NOT NULL COMMENT 'BLAKE2b-256',
  scope       ENUM('all','assigned') NOT NULL,
  permissions VARCHAR(400) NOT NULL COMMENT 'names with commas between: read, write, transcripts, tools',
  per_minute  INT UNSIGNED NOT NULL DEFAULT 600,
  created_by  VARCHAR(150) NOT NULL,
  created_at  DATETIME(3) NOT NULL,
  revoked_at  DATETIME(3) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_api_key (key_hash),
  KEY ix_api_key_tenant (tenant_id, id)
);

CREATE TABLE api_key_queues (
  tenant_id  INT UNSIGNED NOT NULL,
  key_id     INT UNSIGNED NOT NULL,
  queue_id   INT UNSIGNED NOT NULL,
  PRIMARY KEY (tenant_id, key_id, queue_id),
  FOREIGN KEY (key_id) REFERENCES api_keys (id) ON DELETE CASCADE
);

-- Requests of a key within a minute: its limit, and when it was used last.
CREATE TABLE api_key_use (
  tenant_id  INT UNSIGNED NOT NULL,
  key_id     INT UNSIGNED NOT NULL,
  minute_at  DATETIME NOT NULL,
  n          INT UNSIGNED NOT NULL,
  PRIMARY KEY (tenant_id, key_id, minute_at)
);

-- Transcripts asked of a vendor: by somebody at the page, or by the worker when none came.
CREATE TABLE vendor_fetches (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  state          ENUM('waiting','running','done','failed') NOT NULL DEFAULT 'waiting',
  step           VARCHAR(40) NULL COMMENT 'what it is at',
  problem        VARCHAR(500) NULL,
  attempts       INT UNSIGNED NOT NULL DEFAULT 0,
  run_after      DATETIME(3) NOT NULL,
  asked_by       VARCHAR(150) NULL COMMENT 'NULL: the worker',
  asked_at       DATETIME(3) NOT NULL,
  done_at        DATETIME(3) NULL,
  PRIMARY KEY (tenant_id, interaction_id),
  KEY ix_fetch_due (state, run_after)
);

-- Messages that go out: each belongs to the interaction that shows it.
CREATE TABLE outgoing_messages (
  tenant_id      INT UNSIGNED NOT NULL,
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  interaction_id BIGINT UNSIGNED NOT NULL,
  channel        ENUM('email','whatsapp') NOT NULL,
  address        VARCHAR(254) NOT NULL,
  subject        VARCHAR(200) NULL,
  body           TEXT NOT NULL,
  state          ENUM('waiting','sending','sent','failed') NOT NULL DEFAULT 'waiting',
  attempts       INT UNSIGNED NOT NULL DEFAULT 0,
  run_after      DATETIME(3) NOT NULL,
  provider_ref   VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'Message-ID, or the id that WhatsApp gave it',
  problem        VARCHAR(500) NULL,
  done_at        DATETIME(3) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_outgoing (tenant_id, interaction_id),
  KEY ix_outgoing_due (state, run_after),
  KEY ix_outgoing_ref (tenant_id, provider_ref)
);

-- What an interaction costs: a card per tenant. NULL: that is not charged. `version` grows with
-- every change; the worker recomputes until `computed` has reached it.
CREATE TABLE rate_cards (
  tenant_id        INT UNSIGNED NOT NULL,
  currency         CHAR(3) NOT NULL,
  minute_micros    BIGINT NULL,
  message_micros   BIGINT NULL,
  billable         ENUM('all','client','agent') NOT NULL DEFAULT 'all' COMMENT 'whose messages count',
  vendor_first     BOOL NOT NULL DEFAULT 1 COMMENT 'where the vendor gives a figure of its own, that is the cost',
  version          INT UNSIGNED NOT NULL DEFAULT 1,
  computed         INT UNSIGNED NOT NULL DEFAULT 0,
  computed_to      BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'interaction up to which `version` is computed',
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);

CREATE TABLE rate_card_models (
  tenant_id     INT UNSIGNED NOT NULL,
  model         VARCHAR(100) NOT NULL,
  input_micros  BIGINT NULL COMMENT 'per million tokens',
  output_micros BIGINT NULL,
  PRIMARY KEY (tenant_id, model),
  FOREIGN KEY (tenant_id) REFERENCES rate_cards (tenant_id) ON DELETE CASCADE
);

-- How far files that grow were read: moved on in the transaction that stores what was read.
CREATE TABLE followed_files (
  name    VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  device  BIGINT UNSIGNED NOT NULL,
  inode   BIGINT UNSIGNED NOT NULL,
  at_byte BIGINT UNSIGNED NOT NULL,
  state   LONGTEXT NULL COMMENT 'calls that had not ended there' CHECK (state IS NULL OR JSON_VALID(state)),
  PRIMARY KEY (name)
);

INSERT INTO role_permissions (role_id, permission) VALUES
  (1, 'intake'), (1, 'fetch'), (2, 'fetch');
