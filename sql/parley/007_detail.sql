-- One interaction in full: who may change what about it, and who looked at it.

INSERT INTO role_permissions (role_id, permission) VALUES
  (1, 'annotate'), (1, 'delete'), (1, 'legal_hold'),
  (2, 'annotate');

-- What must not be deleted, whatever anybody's rights or the retention say.
CREATE TABLE legal_holds (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  reason         VARCHAR(500) NOT NULL,
  set_by         VARCHAR(150) NOT NULL,
  set_at         DATETIME(3) NOT NULL,
  PRIMARY KEY (tenant_id, interaction_id)
);

-- The events of one interaction: their subject begins with "interaction <id>".
ALTER TABLE audit
  ADD KEY ix_audit_subject (tenant_id, subject(40), at);
