-- Indexes for the histories of clients and agents. What a history's page, count and figures test or
-- sum stands in its index, behind the order of time (created_at, id) that pages are read in, so that
-- no row is looked up for it: not for a supervisor's queues, not for an agent's 500,000 interactions.

ALTER TABLE closed_interactions
  DROP INDEX ix_agent,
  ADD INDEX ix_agent (tenant_id, agent_id, created_at, id, queue_id, channel),
  DROP INDEX ix_agent_queue,
  ADD INDEX ix_agent_queue (tenant_id, agent_id, queue_id, created_at, id, channel, duration_s),
  DROP INDEX ix_contact,
  ADD INDEX ix_contact (tenant_id, crm_contact_id, created_at, id, queue_id, channel, duration_s),
  DROP INDEX ix_phone,
  ADD INDEX ix_phone (tenant_id, phone_e164, created_at, id, queue_id, channel, duration_s);

ALTER TABLE active_interactions
  DROP INDEX ix_agent,
  ADD INDEX ix_agent (tenant_id, agent_id, created_at, id, queue_id, channel),
  DROP INDEX ix_agent_queue,
  ADD INDEX ix_agent_queue (tenant_id, agent_id, queue_id, created_at, id, channel, duration_s),
  DROP INDEX ix_contact,
  ADD INDEX ix_contact (tenant_id, crm_contact_id, created_at, id, queue_id, channel, duration_s),
  DROP INDEX ix_phone,
  ADD INDEX ix_phone (tenant_id, phone_e164, created_at, id, queue_id, channel, duration_s);

-- An agent's figures: handled, handle time, transfers; by the queue of the leg.
ALTER TABLE legs
  DROP INDEX ix_leg_agent,
  ADD INDEX ix_leg_agent (tenant_id, agent_id, queue_id, answered_at, talk_s, hold_s, acw_s, transfer_kind);
