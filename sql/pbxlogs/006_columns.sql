-- Timelines of accounts: which interactions of an account somebody sees, and in what order, stands
-- in the index alone, however many there are. And two more columns that the list is filtered by.

ALTER TABLE closed_interactions
  DROP INDEX ix_account,
  ADD INDEX ix_account (tenant_id, account_id, created_at, id, queue_id, channel, parent_id),
  ADD INDEX ix_flow (tenant_id, flow, created_at),
  ADD INDEX ix_flagged (tenant_id, flagged, created_at);

ALTER TABLE active_interactions
  DROP INDEX ix_account,
  ADD INDEX ix_account (tenant_id, account_id, created_at, id, queue_id, channel, parent_id);
