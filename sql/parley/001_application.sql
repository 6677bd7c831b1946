-- Parley's own state. Nothing here is needed by the PBX.

CREATE TABLE tenants (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  slug       VARCHAR(40) NOT NULL,
  name       VARCHAR(100) NOT NULL,
  zone       VARCHAR(40) NOT NULL DEFAULT 'UTC' COMMENT 'IANA zone',
  locale     VARCHAR(20) NOT NULL DEFAULT 'en',
  currency   CHAR(3) NOT NULL DEFAULT 'EUR',
  active     BOOL NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY uq_tenant_slug (slug)
);

-- Bumped with every change of queues, agents, DIDs, dispositions and value_stats: the programs
-- keep those in memory and read this one row to know whether they are still right.
CREATE TABLE catalog_versions (
  tenant_id  INT UNSIGNED NOT NULL,
  version    BIGINT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);

CREATE TABLE queue_settings (
  tenant_id            INT UNSIGNED NOT NULL,
  queue_id             INT UNSIGNED NOT NULL,
  sl_threshold_s       INT UNSIGNED NOT NULL DEFAULT 20,
  sl_target_pct        DECIMAL(5,2) NOT NULL DEFAULT 80,
  short_abandon_s      INT UNSIGNED NOT NULL DEFAULT 5 COMMENT '0: off',
  count_abandons       BOOL NOT NULL DEFAULT 1,
  count_short_abandons BOOL NOT NULL DEFAULT 0,
  count_flow_outs      BOOL NOT NULL DEFAULT 0,
  business_hours       LONGTEXT NULL CHECK (business_hours IS NULL OR JSON_VALID(business_hours)),
  holidays             LONGTEXT NULL CHECK (holidays IS NULL OR JSON_VALID(holidays)),
  PRIMARY KEY (tenant_id, queue_id),
  FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);

-- A role: a named set of permissions with a scope. tenant_id 0 holds the roles that are shipped.
CREATE TABLE roles (
  tenant_id  INT UNSIGNED NOT NULL DEFAULT 0,
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name       VARCHAR(100) NOT NULL,
  scope      ENUM('all','assigned') NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_role_name (tenant_id, name)
);

CREATE TABLE role_permissions (
  role_id    INT UNSIGNED NOT NULL,
  permission VARCHAR(40) NOT NULL,
  PRIMARY KEY (role_id, permission),
  FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE
);

INSERT INTO roles (tenant_id, id, name, scope) VALUES
  (0, 1, 'Contact Center Admin', 'all'),
  (0, 2, 'Contact Center Supervisor', 'assigned');

INSERT INTO role_permissions (role_id, permission) VALUES
  (1, 'interactions'), (1, 'cdr'), (2, 'interactions'), (2, 'cdr');

CREATE TABLE users (
  tenant_id     INT UNSIGNED NOT NULL,
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT,
  email         VARCHAR(254) NOT NULL,
  name          VARCHAR(150) NOT NULL,
  role_id       INT UNSIGNED NOT NULL,
  password_hash VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'argon2id; NULL: cannot sign in',
  totp_secret   VARBINARY(64) NULL,
  zone          VARCHAR(40) NULL COMMENT 'NULL: as the tenant',
  locale        VARCHAR(20) NULL,
  theme         ENUM('auto','light','dark') NOT NULL DEFAULT 'auto',
  active        BOOL NOT NULL DEFAULT 1,
  rights_version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'bumped with any change of rights',
  created_at    DATETIME(3) NOT NULL DEFAULT UTC_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY uq_user_email (email),
  UNIQUE KEY uq_user_tenant (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenants (id),
  FOREIGN KEY (role_id) REFERENCES roles (id)
);

CREATE TABLE user_queues (
  tenant_id  INT UNSIGNED NOT NULL,
  user_id    INT UNSIGNED NOT NULL,
  queue_id   INT UNSIGNED NOT NULL,
  PRIMARY KEY (tenant_id, user_id, queue_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE sessions (
  id_hash      BINARY(32) NOT NULL COMMENT 'BLAKE2b-256 of the cookie',
  tenant_id    INT UNSIGNED NOT NULL,
  user_id      INT UNSIGNED NOT NULL,
  rights_version INT UNSIGNED NOT NULL,
  created_at   DATETIME(3) NOT NULL,
  seen_at      DATETIME(3) NOT NULL,
  address      VARCHAR(45) NOT NULL,
  user_agent   VARCHAR(200) NULL,
  PRIMARY KEY (id_hash),
  KEY ix_session_user (tenant_id, user_id),
  KEY ix_session_seen (seen_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

-- Failed sign-ins per account and per address, for the growing delay.
CREATE TABLE signin_failures (
  kind       ENUM('account','address') NOT NULL,
  subject    BINARY(32) NOT NULL COMMENT 'keyed hash of the account name or address',
  failures   INT UNSIGNED NOT NULL,
  last_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (kind, subject),
  KEY ix_failure_last (last_at)
);

CREATE TABLE recovery_codes (
  tenant_id  INT UNSIGNED NOT NULL,
  user_id    INT UNSIGNED NOT NULL,
  code_hash  BINARY(32) NOT NULL,
  used_at    DATETIME(3) NULL,
  PRIMARY KEY (tenant_id, user_id, code_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

-- Append-only by grants. Each row's hash covers the row and the hash before it.
CREATE TABLE audit (
  tenant_id  INT UNSIGNED NOT NULL,
  seq        BIGINT UNSIGNED NOT NULL,
  at         DATETIME(3) NOT NULL,
  user_id    INT UNSIGNED NULL,
  actor      VARCHAR(150) NOT NULL,
  address    VARCHAR(45) NULL,
  action     VARCHAR(40) NOT NULL,
  subject    VARCHAR(200) NULL,
  details    LONGTEXT NULL CHECK (details IS NULL OR JSON_VALID(details)),
  request_id CHAR(32) NULL,
  prev_hash  BINARY(32) NOT NULL,
  hash       BINARY(32) NOT NULL,
  PRIMARY KEY (tenant_id, seq),
  KEY ix_audit_at (tenant_id, at),
  KEY ix_audit_user (tenant_id, user_id, at),
  KEY ix_audit_action (tenant_id, action, at)
);

CREATE TABLE saved_views (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id    INT UNSIGNED NOT NULL,
  role_id    INT UNSIGNED NULL COMMENT 'shared with this role; NULL: private',
  name       VARCHAR(100) NOT NULL,
  query      VARCHAR(4000) NOT NULL,
  columns    VARCHAR(1000) NULL,
  used_at    DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY ix_view_user (tenant_id, user_id, name),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE share_links (
  tenant_id   INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  token_hash  BINARY(32) NOT NULL,
  user_id     INT UNSIGNED NOT NULL COMMENT 'creator: its current rights bound the link',
  target      VARCHAR(4000) NOT NULL,
  needs_login BOOL NOT NULL DEFAULT 1,
  expires_at  DATETIME(3) NOT NULL,
  revoked_at  DATETIME(3) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_share_token (token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE schedules (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id    INT UNSIGNED NOT NULL,
  name       VARCHAR(100) NOT NULL,
  target     VARCHAR(4000) NOT NULL,
  rule       VARCHAR(200) NOT NULL,
  zone       VARCHAR(40) NOT NULL,
  recipients LONGTEXT NOT NULL CHECK (JSON_VALID(recipients)),
  next_at    DATETIME(3) NULL,
  last_at    DATETIME(3) NULL,
  active     BOOL NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  KEY ix_schedule_next (active, next_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE jobs (
  tenant_id  INT UNSIGNED NOT NULL,
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id    INT UNSIGNED NULL,
  kind       VARCHAR(40) NOT NULL,
  state      ENUM('waiting','running','done','failed','cancelled') NOT NULL DEFAULT 'waiting',
  payload    LONGTEXT NOT NULL CHECK (JSON_VALID(payload)),
  progress   BIGINT UNSIGNED NULL,
  total      BIGINT UNSIGNED NULL,
  error      VARCHAR(500) NULL,
  run_after  DATETIME(3) NOT NULL,
  attempts   INT UNSIGNED NOT NULL DEFAULT 0,
  claimed_by VARCHAR(60) NULL,
  claimed_at DATETIME(3) NULL,
  done_at    DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY ix_job_due (state, run_after),
  KEY ix_job_user (tenant_id, user_id, id)
);

CREATE TABLE alert_rules (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id    INT UNSIGNED NOT NULL,
  kind       VARCHAR(40) NOT NULL,
  name       VARCHAR(100) NOT NULL,
  rule       LONGTEXT NOT NULL CHECK (JSON_VALID(rule)),
  recipients LONGTEXT NOT NULL CHECK (JSON_VALID(recipients)),
  active     BOOL NOT NULL DEFAULT 1,
  fired_at   DATETIME(3) NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE inbox (
  tenant_id  INT UNSIGNED NOT NULL,
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  source     VARCHAR(20) NOT NULL,
  event_id   VARCHAR(150) NOT NULL,
  event_type VARCHAR(60) NOT NULL,
  body       LONGBLOB NOT NULL,
  received_at DATETIME(3) NOT NULL,
  state      ENUM('waiting','applied','refused') NOT NULL DEFAULT 'waiting',
  reason     VARCHAR(500) NULL,
  applied_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_inbox_event (tenant_id, source, event_id),
  KEY ix_inbox_state (state, id)
);

-- Rollups: interactions of a queue, agent and channel in a quarter of an hour (UTC), so that
-- half-hour zones and days with 23 or 25 hours come out right.
CREATE TABLE rollup_quarter (
  tenant_id   INT UNSIGNED NOT NULL,
  quarter_at  DATETIME NOT NULL,
  queue_id    INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: none',
  channel     ENUM('voice','chat','sms','whatsapp','email') NOT NULL,
  offered     INT UNSIGNED NOT NULL DEFAULT 0,
  answered    INT UNSIGNED NOT NULL DEFAULT 0,
  abandoned   INT UNSIGNED NOT NULL DEFAULT 0,
  flowed_out  INT UNSIGNED NOT NULL DEFAULT 0,
  wait_sum_s  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  wait_max_s  INT UNSIGNED NOT NULL DEFAULT 0,
  talk_sum_s  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  hold_sum_s  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  acw_sum_s   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, quarter_at, queue_id, channel),
  KEY ix_rollup_queue (tenant_id, queue_id, quarter_at)
);

-- How common each value of a filter is, and between when: what the grid's planner chooses its
-- statement by. May lag behind; it decides only how a page is found, never what is on it.
CREATE TABLE value_stats (
  tenant_id  INT UNSIGNED NOT NULL,
  dim        ENUM('all','queue','agent','channel','did','disposition') NOT NULL,
  value_id   INT UNSIGNED NOT NULL COMMENT '0 for dim all; position in the ENUM for channel',
  n          BIGINT UNSIGNED NOT NULL,
  first_at   DATETIME(3) NOT NULL,
  last_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (tenant_id, dim, value_id),
  FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);

-- Runs of `parley import`: what was read from which file; done_at is NULL for one that was stopped.
CREATE TABLE imports (
  tenant_id  INT UNSIGNED NOT NULL,
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  source     VARCHAR(20) NOT NULL,
  file_name  VARCHAR(255) NOT NULL,
  started_at DATETIME(3) NOT NULL,
  done_at    DATETIME(3) NULL,
  rows_read  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rows_new   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rows_known BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rows_mended BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rows_rejected BIGINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  KEY ix_import_tenant (tenant_id, id)
);
