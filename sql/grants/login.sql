-- Sign-in: reads the hashes, writes sessions and the count of failures. No interaction.
GRANT SELECT ON {app}.users TO {account};
GRANT SELECT ON {app}.catalog_versions TO {account};
GRANT SELECT ON {app}.tenants TO {account};
GRANT SELECT ON {app}.roles TO {account};
GRANT SELECT ON {app}.role_permissions TO {account};
GRANT SELECT ON {app}.user_queues TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.sessions TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.signin_failures TO {account};
GRANT INSERT ON {app}.audit TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.audit_heads TO {account};
