-- Filtering by action type: how many there are of one, and which there are at all, without reading
-- the interactions themselves.
ALTER TABLE closed_interactions ADD KEY ix_action (tenant_id, action_type, created_at);
