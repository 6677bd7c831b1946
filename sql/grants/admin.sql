-- Administration: writes configuration, people and the names behind the interactions.
GRANT SELECT, INSERT, UPDATE ON {facts}.queues TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.agents TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {facts}.dids TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.dispositions TO {account};
GRANT SELECT (tenant_id, id, created_at, queue_id, did_id, crm_contact_id), UPDATE (crm_contact_id) ON {facts}.closed_interactions TO {account};
GRANT SELECT (tenant_id, id, created_at, queue_id, did_id, crm_contact_id), UPDATE (crm_contact_id) ON {facts}.active_interactions TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.queue_settings TO {account};
GRANT SELECT, INSERT, UPDATE (name, zone, locale, currency, active) ON {app}.tenants TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.catalog_versions TO {account};
GRANT SELECT, INSERT, UPDATE (name, scope), DELETE ON {app}.roles TO {account};
GRANT SELECT, INSERT, DELETE ON {app}.role_permissions TO {account};
GRANT SELECT, INSERT, DELETE ON {app}.user_queues TO {account};
GRANT SELECT, INSERT, UPDATE (email, name, role_id, password_hash, must_change_password, totp_secret, totp_step, active, rights_version) ON {app}.users TO {account};
GRANT SELECT (tenant_id, user_id), DELETE ON {app}.recovery_codes TO {account};
GRANT SELECT, UPDATE (seen_at), DELETE ON {app}.sessions TO {account};
GRANT SELECT, INSERT ON {app}.audit TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.audit_heads TO {account};
