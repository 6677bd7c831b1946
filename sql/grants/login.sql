-- Sign-in and one's own account: reads the hashes, writes sessions, the count of failures, and what
-- people change about themselves. No interaction.
GRANT SELECT, UPDATE (password_hash, must_change_password, rights_version, totp_secret, totp_step, zone, locale, theme) ON {app}.users TO {account};
GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON {app}.recovery_codes TO {account};
GRANT SELECT ON {app}.catalog_versions TO {account};
GRANT SELECT ON {app}.tenants TO {account};
GRANT SELECT ON {app}.roles TO {account};
GRANT SELECT ON {app}.role_permissions TO {account};
GRANT SELECT ON {app}.user_queues TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.sessions TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.signin_failures TO {account};
GRANT INSERT ON {app}.audit TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.audit_heads TO {account};
