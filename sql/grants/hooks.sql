-- What other machines send: who may send it is read, what came is stored. No interaction.
GRANT SELECT (id, active) ON {app}.tenants TO {account};
GRANT SELECT (tenant_id, id, source, token, scheme, header, secret, old_secret, old_until, active) ON {app}.intake_connections TO {account};
GRANT INSERT ON {app}.inbox TO {account};
-- The API: which key it is and what it may do, how often it asked, and the queues that it may name.
GRANT SELECT (id, name, zone, locale) ON {app}.tenants TO {account};
GRANT SELECT ON {app}.catalog_versions TO {account};
GRANT SELECT (tenant_id, id, name, key_hash, scope, permissions, per_minute, revoked_at) ON {app}.api_keys TO {account};
GRANT SELECT ON {app}.api_key_queues TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.api_key_use TO {account};
GRANT SELECT (tenant_id, id, source, event_id, sender_id, digest) ON {app}.inbox TO {account};
GRANT SELECT (tenant_id, id, name) ON {facts}.queues TO {account};
