-- What the page of the audit log and the list of administrators find their rows by.
ALTER TABLE audit
  ADD KEY ix_audit_actor (tenant_id, actor, at),
  ADD KEY ix_audit_address (tenant_id, address, at),
  ADD KEY ix_audit_done (tenant_id, user_id, action, at);
