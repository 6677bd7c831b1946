-- What other machines send: who may send it is read, what came is stored. No interaction.
GRANT SELECT (id, active) ON {app}.tenants TO {account};
GRANT SELECT (tenant_id, id, source, token, scheme, header, secret, old_secret, old_until, active) ON {app}.intake_connections TO {account};
GRANT INSERT ON {app}.inbox TO {account};
