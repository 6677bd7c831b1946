-- The facts of a contact center: who talked with whom, when, over what, and how it ended.
-- Every table leads with tenant_id, and references between tables carry it along, so that a
-- reference into another tenant cannot be stored. Times are UTC. Unknown is NULL, never 0.

CREATE TABLE queues (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL,
  name       VARCHAR(100) NOT NULL,
  channel    ENUM('voice','chat','sms','whatsapp','email') NULL COMMENT 'NULL: several',
  active     BOOL NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY uq_queue_name (tenant_id, name)
);

CREATE TABLE agents (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL,
  name       VARCHAR(100) NOT NULL,
  kind       ENUM('human','ai') NOT NULL DEFAULT 'human',
  active     BOOL NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  KEY ix_agent_name (tenant_id, name)
);

CREATE TABLE dids (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL,
  number     VARCHAR(32) NOT NULL COMMENT 'E.164 where it is a telephone number',
  label      VARCHAR(100) NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY uq_did_number (tenant_id, number)
);

CREATE TABLE dispositions (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL,
  code       VARCHAR(40) NOT NULL,
  name       VARCHAR(100) NOT NULL,
  active     BOOL NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY uq_disposition_code (tenant_id, code)
);

CREATE TABLE crm_contacts (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL,
  name       VARCHAR(150) NOT NULL,
  phone_e164 VARCHAR(32) NULL,
  email      VARCHAR(254) NULL,
  zone       VARCHAR(40) NULL COMMENT 'IANA zone of the client, for permitted hours',
  PRIMARY KEY (tenant_id, id),
  KEY ix_contact_phone (tenant_id, phone_e164),
  KEY ix_contact_name (tenant_id, name)
);

CREATE TABLE accounts (
  tenant_id      INT UNSIGNED NOT NULL,
  id             INT UNSIGNED NOT NULL,
  reference      VARCHAR(64) NOT NULL,
  crm_contact_id INT UNSIGNED NULL,
  balance_micros BIGINT NULL,
  currency       CHAR(3) NULL,
  due_on         DATE NULL,
  payment_url    VARCHAR(500) NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY uq_account_reference (tenant_id, reference),
  FOREIGN KEY (tenant_id, crm_contact_id) REFERENCES crm_contacts (tenant_id, id)
);

CREATE TABLE account_debt_lines (
  tenant_id     INT UNSIGNED NOT NULL,
  account_id    INT UNSIGNED NOT NULL,
  line_no       SMALLINT UNSIGNED NOT NULL,
  description   VARCHAR(200) NOT NULL,
  amount_micros BIGINT NOT NULL,
  currency      CHAR(3) NOT NULL,
  incurred_on   DATE NULL,
  PRIMARY KEY (tenant_id, account_id, line_no),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);

CREATE TABLE strategy_steps (
  tenant_id      INT UNSIGNED NOT NULL,
  account_id     INT UNSIGNED NOT NULL,
  step_no        SMALLINT UNSIGNED NOT NULL,
  kind           VARCHAR(40) NOT NULL,
  status         ENUM('planned','running','waiting','done','skipped','failed') NOT NULL,
  planned_at     DATETIME(3) NULL,
  done_at        DATETIME(3) NULL,
  interaction_id BIGINT UNSIGNED NULL,
  PRIMARY KEY (tenant_id, account_id, step_no),
  KEY ix_step_interaction (tenant_id, interaction_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);

-- One id per interaction, kept when it moves from active_interactions to closed_interactions.
-- NOCACHE and INCREMENT 0 let a Galera cluster hand out ids node by node.
CREATE SEQUENCE interaction_seq START WITH 1000 INCREMENT BY 0 NOCACHE;

-- Clustered by time within the tenant: the newest page is one short read at the end of the range.
CREATE TABLE closed_interactions (
  tenant_id      INT UNSIGNED NOT NULL,
  id             BIGINT UNSIGNED NOT NULL,
  created_at     DATETIME(3) NOT NULL,
  closed_at      DATETIME(3) NULL,
  channel        ENUM('voice','chat','sms','whatsapp','email') NOT NULL,
  platform       ENUM('phone','web') NULL,
  direction      ENUM('inbound','outbound') NULL,
  status         ENUM('new','active','acw','closed') NOT NULL,
  queue_id       INT UNSIGNED NULL COMMENT 'NULL: never reached a queue; for admins only',
  agent_id       INT UNSIGNED NULL COMMENT 'the last agent connected',
  crm_contact_id INT UNSIGNED NULL,
  phone_number   VARCHAR(32) NULL COMMENT 'as it came',
  phone_e164     VARCHAR(32) NULL COMMENT 'normalised; NULL where it cannot be',
  did_id         INT UNSIGNED NULL,
  disposition_id INT UNSIGNED NULL,
  outcome        ENUM('success','complete','incomplete','abandoned','transferred','no_answer',
                      'agent_error','technical_error','failed') NULL,
  result         ENUM('scheduled','sent','delivered','responded','no_response','failed','retryable',
                      'escalated','completed') NULL,
  action_type    VARCHAR(40) NULL,
  account_id     INT UNSIGNED NULL,
  flow           VARCHAR(100) NULL,
  duration_s     INT UNSIGNED NULL COMMENT 'conversation, without wait and ACW',
  duration_key   INT AS (COALESCE(CAST(duration_s AS SIGNED), -1)) PERSISTENT COMMENT 'sorts the unknown before 0',
  wait_s         INT UNSIGNED NULL,
  hold_s         INT UNSIGNED NULL,
  acw_s          INT UNSIGNED NULL,
  ended_by       ENUM('client','agent','system') NULL,
  sentiment      ENUM('extremely_negative','negative','neutral','positive','extremely_positive') NULL,
  csat           TINYINT UNSIGNED NULL COMMENT '1-5',
  cost_micros    BIGINT NULL,
  currency       CHAR(3) NULL,
  flagged        BOOL NOT NULL DEFAULT 0,
  has_recording  BOOL NOT NULL DEFAULT 0,
  has_transcript BOOL NOT NULL DEFAULT 0,
  parent_id      BIGINT UNSIGNED NULL COMMENT 'the interaction during which this one was sent',
  last_message_at DATETIME(3) NULL,
  vendor         VARCHAR(20) NULL,
  vendor_ref     VARCHAR(100) COLLATE utf8mb4_bin NULL COMMENT 'the id that the vendor, PBX or imported file gave it',
  PRIMARY KEY (tenant_id, created_at, id),
  UNIQUE KEY uq_id (tenant_id, id),
  UNIQUE KEY uq_vendor (tenant_id, vendor, vendor_ref),
  KEY ix_queue (tenant_id, queue_id, created_at),
  KEY ix_agent (tenant_id, agent_id, created_at),
  KEY ix_agent_queue (tenant_id, agent_id, queue_id, created_at),
  KEY ix_channel (tenant_id, channel, created_at),
  KEY ix_did (tenant_id, did_id, created_at),
  KEY ix_disposition (tenant_id, disposition_id, created_at),
  KEY ix_contact (tenant_id, crm_contact_id, created_at),
  KEY ix_phone (tenant_id, phone_e164, created_at),
  KEY ix_account (tenant_id, account_id, created_at),
  KEY ix_parent (tenant_id, parent_id),
  KEY ix_closed (tenant_id, closed_at, id),
  KEY ix_queue_closed (tenant_id, queue_id, closed_at, id),
  KEY ix_duration (tenant_id, duration_key, id),
  KEY ix_queue_duration (tenant_id, queue_id, duration_key, id)
);

CREATE TABLE active_interactions LIKE closed_interactions;

ALTER TABLE closed_interactions MODIFY closed_at DATETIME(3) NOT NULL;

ALTER TABLE closed_interactions
  ADD CONSTRAINT fk_closed_queue FOREIGN KEY (tenant_id, queue_id) REFERENCES queues (tenant_id, id),
  ADD CONSTRAINT fk_closed_agent FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id),
  ADD CONSTRAINT fk_closed_did FOREIGN KEY (tenant_id, did_id) REFERENCES dids (tenant_id, id),
  ADD CONSTRAINT fk_closed_disposition FOREIGN KEY (tenant_id, disposition_id) REFERENCES dispositions (tenant_id, id),
  ADD CONSTRAINT fk_closed_contact FOREIGN KEY (tenant_id, crm_contact_id) REFERENCES crm_contacts (tenant_id, id),
  ADD CONSTRAINT fk_closed_account FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id);

ALTER TABLE active_interactions
  ADD CONSTRAINT fk_active_queue FOREIGN KEY (tenant_id, queue_id) REFERENCES queues (tenant_id, id),
  ADD CONSTRAINT fk_active_agent FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id),
  ADD CONSTRAINT fk_active_did FOREIGN KEY (tenant_id, did_id) REFERENCES dids (tenant_id, id),
  ADD CONSTRAINT fk_active_disposition FOREIGN KEY (tenant_id, disposition_id) REFERENCES dispositions (tenant_id, id),
  ADD CONSTRAINT fk_active_contact FOREIGN KEY (tenant_id, crm_contact_id) REFERENCES crm_contacts (tenant_id, id),
  ADD CONSTRAINT fk_active_account FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id);

-- What hangs on an interaction. It keeps its id when it moves from active to closed, so these
-- rows refer to (tenant_id, interaction_id) in whichever of the two tables holds it.

CREATE TABLE legs (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  leg_no         SMALLINT UNSIGNED NOT NULL,
  queue_id       INT UNSIGNED NULL,
  agent_id       INT UNSIGNED NULL,
  queued_at      DATETIME(3) NULL,
  answered_at    DATETIME(3) NULL,
  left_at        DATETIME(3) NULL,
  left_reason    ENUM('completed_client','completed_agent','abandoned','transferred','overflow','callback',
                      'voicemail','timeout','ring_no_answer','system') NULL,
  ring_s         INT UNSIGNED NULL,
  talk_s         INT UNSIGNED NULL,
  hold_s         INT UNSIGNED NULL,
  acw_s          INT UNSIGNED NULL,
  transfer_kind  ENUM('blind','attended','queue','external') NULL,
  PRIMARY KEY (tenant_id, interaction_id, leg_no),
  KEY ix_leg_queue (tenant_id, queue_id, queued_at),
  KEY ix_leg_agent (tenant_id, agent_id, queued_at),
  FOREIGN KEY (tenant_id, queue_id) REFERENCES queues (tenant_id, id),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id)
);

CREATE TABLE messages (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  message_no     INT UNSIGNED NOT NULL,
  role           ENUM('client','agent','ai','system','coach') NOT NULL,
  agent_id       INT UNSIGNED NULL,
  offset_ms      BIGINT UNSIGNED NULL,
  sent_at        DATETIME(3) NULL,
  body           MEDIUMTEXT NOT NULL,
  media_type     VARCHAR(100) NULL,
  media_path     VARCHAR(500) NULL,
  sentiment      ENUM('extremely_negative','negative','neutral','positive','extremely_positive') NULL,
  PRIMARY KEY (tenant_id, interaction_id, message_no),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id)
);

CREATE TABLE function_calls (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  call_no        INT UNSIGNED NOT NULL,
  after_message_no INT UNSIGNED NULL,
  offset_ms      BIGINT UNSIGNED NULL,
  name           VARCHAR(100) NOT NULL,
  parameters     LONGTEXT NULL CHECK (parameters IS NULL OR JSON_VALID(parameters)),
  result         LONGTEXT NULL,
  status         ENUM('ok','error','pending') NULL,
  PRIMARY KEY (tenant_id, interaction_id, call_no)
);

CREATE TABLE voice_ai_details (
  tenant_id         INT UNSIGNED NOT NULL,
  interaction_id    BIGINT UNSIGNED NOT NULL,
  contact_result    VARCHAR(40) NULL,
  call_disposition  VARCHAR(60) NULL,
  sentiment         ENUM('positive','neutral','negative','hostile') NULL,
  willingness       TINYINT UNSIGNED NULL CHECK (willingness BETWEEN 1 AND 5),
  cooperation       TINYINT UNSIGNED NULL CHECK (cooperation BETWEEN 1 AND 5),
  identity_verified BOOL NULL,
  termination       VARCHAR(60) NULL,
  phone_used        ENUM('primary','alternate') NULL,
  llm_model         VARCHAR(100) NULL,
  billable_messages INT UNSIGNED NULL,
  cost_parts        LONGTEXT NULL CHECK (cost_parts IS NULL OR JSON_VALID(cost_parts)),
  PRIMARY KEY (tenant_id, interaction_id)
);

CREATE TABLE web_details (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  browser        VARCHAR(100) NULL,
  os             VARCHAR(100) NULL,
  ip             INET6 NULL,
  country        VARCHAR(100) NULL,
  city           VARCHAR(100) NULL,
  url            VARCHAR(2000) NULL,
  PRIMARY KEY (tenant_id, interaction_id)
);

CREATE TABLE analyses (
  tenant_id             INT UNSIGNED NOT NULL,
  interaction_id        BIGINT UNSIGNED NOT NULL,
  topic                 VARCHAR(200) NULL,
  summary               TEXT NULL,
  keywords              LONGTEXT NULL CHECK (keywords IS NULL OR JSON_VALID(keywords)),
  sentiment_description TEXT NULL,
  emotions              LONGTEXT NULL CHECK (emotions IS NULL OR JSON_VALID(emotions)),
  csat_description      TEXT NULL,
  criteria              LONGTEXT NULL CHECK (criteria IS NULL OR JSON_VALID(criteria)),
  performance           TEXT NULL,
  source                VARCHAR(40) NULL,
  made_at               DATETIME(3) NULL,
  PRIMARY KEY (tenant_id, interaction_id)
);

CREATE TABLE tags (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  kind           VARCHAR(40) NOT NULL DEFAULT '',
  tag            VARCHAR(80) NOT NULL,
  source         ENUM('ai','person','vendor') NOT NULL,
  PRIMARY KEY (tenant_id, interaction_id, kind, tag),
  KEY ix_tag (tenant_id, tag, interaction_id)
);

CREATE TABLE review_flags (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  flag_no        SMALLINT UNSIGNED NOT NULL,
  flag           VARCHAR(60) NOT NULL,
  reason         VARCHAR(500) NULL,
  source         ENUM('ai','person') NOT NULL,
  set_by         VARCHAR(150) NULL,
  set_at         DATETIME(3) NOT NULL,
  cleared_by     VARCHAR(150) NULL,
  cleared_at     DATETIME(3) NULL,
  PRIMARY KEY (tenant_id, interaction_id, flag_no),
  KEY ix_flag (tenant_id, flag, interaction_id)
);

CREATE TABLE recordings (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  recording_no   SMALLINT UNSIGNED NOT NULL,
  store          ENUM('disk','s3') NOT NULL,
  path           VARCHAR(500) NOT NULL COMMENT 'below the folder or prefix of the tenant',
  media_type     VARCHAR(100) NULL,
  size_bytes     BIGINT UNSIGNED NULL,
  duration_ms    BIGINT UNSIGNED NULL,
  voices         TINYINT UNSIGNED NULL COMMENT '2: stereo, client left and agent right',
  PRIMARY KEY (tenant_id, interaction_id, recording_no)
);

CREATE TABLE coaching_notes (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  note_no        INT UNSIGNED NOT NULL,
  author         VARCHAR(150) NOT NULL,
  written_at     DATETIME(3) NOT NULL,
  body           TEXT NOT NULL,
  delivered_at   DATETIME(3) NULL,
  PRIMARY KEY (tenant_id, interaction_id, note_no)
);

CREATE TABLE agent_state_log (
  tenant_id  INT UNSIGNED NOT NULL,
  agent_id   INT UNSIGNED NOT NULL,
  since_at   DATETIME(3) NOT NULL,
  state      ENUM('offline','available','ringing','on_contact','acw','break') NOT NULL,
  reason     VARCHAR(60) NULL,
  PRIMARY KEY (tenant_id, agent_id, since_at),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id)
);

CREATE TABLE opt_outs (
  tenant_id  INT UNSIGNED NOT NULL,
  address    VARCHAR(254) NOT NULL COMMENT 'E.164 number or e-mail address',
  channel    ENUM('voice','chat','sms','whatsapp','email') NOT NULL,
  since_at   DATETIME(3) NOT NULL,
  PRIMARY KEY (tenant_id, address, channel)
);
