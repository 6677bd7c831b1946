-- Roles for the areas beyond the grid, what people set for themselves, and the audit's chain.

-- The system administrator runs the desk: tenants and their first people, no interaction.
INSERT INTO roles (tenant_id, id, name, scope) VALUES (0, 3, 'System Administrator', 'all');

INSERT INTO role_permissions (role_id, permission) VALUES
  (1, 'recordings_play'), (1, 'recordings_download'), (1, 'transcripts'), (1, 'export'),
  (1, 'live_view'), (1, 'live_control'), (1, 'administration'), (1, 'audit'),
  (2, 'recordings_play'), (2, 'recordings_download'), (2, 'transcripts'), (2, 'export'),
  (2, 'live_view'), (2, 'live_control'),
  (3, 'tenants'), (3, 'administration'), (3, 'audit');

ALTER TABLE users
  ADD COLUMN must_change_password BOOL NOT NULL DEFAULT 0 COMMENT 'the password was given by somebody else',
  ADD COLUMN totp_step BIGINT UNSIGNED NULL COMMENT 'time step of the last code taken: none is taken twice',
  ADD COLUMN view_id INT UNSIGNED NULL COMMENT 'the saved view used last',
  ADD COLUMN grid_columns VARCHAR(1000) NULL COMMENT 'own order of columns; NULL: the standard';

-- Where each tenant's chain stands. Locked while a row is added, so that rows follow each other
-- whoever writes; tells verification where the end must be.
CREATE TABLE audit_heads (
  tenant_id  INT UNSIGNED NOT NULL,
  seq        BIGINT UNSIGNED NOT NULL,
  hash       BINARY(32) NOT NULL,
  PRIMARY KEY (tenant_id)
);

ALTER TABLE saved_views
  ADD KEY ix_view_role (tenant_id, role_id, name);
