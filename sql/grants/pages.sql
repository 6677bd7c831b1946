-- The pages: read facts and what decides who may see them; note that a session was used; keep
-- people's views and columns; flags, tags and notes; move interactions to the deleted ones and back.
GRANT SELECT ON {facts}.* TO {account};
GRANT SELECT, INSERT, DELETE ON {facts}.tags TO {account};
GRANT SELECT, INSERT, UPDATE (cleared_by, cleared_at, clear_reason) ON {facts}.review_flags TO {account};
GRANT SELECT, INSERT, UPDATE (body, edited_at), DELETE ON {facts}.interaction_notes TO {account};
GRANT SELECT, UPDATE (flagged) ON {facts}.closed_interactions TO {account};
GRANT SELECT, UPDATE (flagged) ON {facts}.active_interactions TO {account};
GRANT INSERT, DELETE ON {facts}.closed_interactions TO {account};
GRANT INSERT, DELETE ON {facts}.deleted_interactions TO {account};
GRANT SELECT ON {app}.tenants TO {account};
GRANT SELECT ON {app}.catalog_versions TO {account};
GRANT SELECT ON {app}.value_stats TO {account};
GRANT SELECT ON {app}.search_words TO {account};
GRANT SELECT ON {app}.search_texts TO {account};
GRANT SELECT ON {app}.roles TO {account};
GRANT SELECT ON {app}.role_permissions TO {account};
GRANT SELECT ON {app}.user_queues TO {account};
GRANT SELECT (id, tenant_id, email, name, role_id, zone, locale, theme, active, rights_version, must_change_password, view_id, grid_columns), UPDATE (view_id, grid_columns) ON {app}.users TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.saved_views TO {account};
GRANT SELECT, UPDATE (seen_at) ON {app}.sessions TO {account};
GRANT SELECT, INSERT, DELETE ON {app}.legal_holds TO {account};
GRANT SELECT (tenant_id, at, user_id, actor, action, subject, details), INSERT ON {app}.audit TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.audit_heads TO {account};
GRANT SELECT (tenant_id, id, name, key_hash, scope, permissions, per_minute, revoked_at) ON {app}.api_keys TO {account};
GRANT SELECT ON {app}.api_key_queues TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.api_key_use TO {account};
GRANT SELECT (tenant_id, id, source, event_type, subject, sender_id, state, reason, received_at, applied_at, retry_at, interaction_id) ON {app}.inbox TO {account};
