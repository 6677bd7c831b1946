-- Administration: writes configuration, people and the names behind the interactions.
GRANT SELECT ON {facts}.queues TO {account};
GRANT SELECT ON {app}.tenants TO {account};
GRANT SELECT ON {app}.catalog_versions TO {account};
GRANT SELECT ON {app}.roles TO {account};
GRANT SELECT ON {app}.role_permissions TO {account};
GRANT SELECT ON {app}.user_queues TO {account};
GRANT SELECT ON {app}.users TO {account};
GRANT SELECT, UPDATE (seen_at), DELETE ON {app}.sessions TO {account};
GRANT SELECT, INSERT ON {app}.audit TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.audit_heads TO {account};
