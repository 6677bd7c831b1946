-- The worker: removes for good what was deleted and whose time is over, and says that it did.
GRANT SELECT (tenant_id, id, created_at, purge_at, parent_id), UPDATE (parent_id), DELETE ON {facts}.deleted_interactions TO {account};
GRANT SELECT (tenant_id, parent_id), UPDATE (parent_id) ON {facts}.closed_interactions TO {account};
GRANT SELECT (tenant_id, parent_id), UPDATE (parent_id) ON {facts}.active_interactions TO {account};
GRANT SELECT (tenant_id, interaction_id), UPDATE (interaction_id) ON {facts}.strategy_steps TO {account};
GRANT SELECT (tenant_id, interaction_id, media_path, media_store), DELETE ON {facts}.messages TO {account};
GRANT SELECT (tenant_id, interaction_id, path, store), DELETE ON {facts}.recordings TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.function_calls TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.voice_ai_details TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.web_details TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.vendor_details TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.analyses TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.tags TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.review_flags TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.coaching_notes TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.interaction_notes TO {account};
GRANT SELECT (tenant_id, interaction_id), DELETE ON {facts}.legs TO {account};
GRANT SELECT, DELETE ON {app}.search_words TO {account};
GRANT SELECT, UPDATE, DELETE ON {app}.search_texts TO {account};
GRANT SELECT (tenant_id, interaction_id) ON {app}.legal_holds TO {account};
GRANT INSERT ON {app}.audit TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.audit_heads TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.worker_tasks TO {account};
-- It applies what arrives: interactions, what hangs on them, and the names and clients in them.
GRANT SELECT, INSERT, UPDATE, DELETE ON {facts}.active_interactions TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.closed_interactions TO {account};
GRANT SELECT ON {facts}.deleted_interactions TO {account};
GRANT SELECT, INSERT ON {facts}.interaction_seq TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.vendor_details TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.voice_ai_details TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.web_details TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.analyses TO {account};
GRANT SELECT, INSERT ON {facts}.messages TO {account};
GRANT SELECT, INSERT ON {facts}.function_calls TO {account};
GRANT SELECT, INSERT ON {facts}.legs TO {account};
GRANT SELECT, INSERT ON {facts}.recordings TO {account};
GRANT SELECT, INSERT, UPDATE ON {facts}.tags TO {account};
GRANT SELECT, INSERT ON {facts}.review_flags TO {account};
GRANT SELECT, INSERT ON {facts}.queues TO {account};
GRANT SELECT, INSERT ON {facts}.agents TO {account};
GRANT SELECT, INSERT ON {facts}.dids TO {account};
GRANT SELECT, INSERT ON {facts}.dispositions TO {account};
GRANT SELECT, INSERT, UPDATE (phone_e164, email) ON {facts}.crm_contacts TO {account};
GRANT SELECT, INSERT, UPDATE (crm_contact_id) ON {facts}.accounts TO {account};
GRANT SELECT, UPDATE (status, done_at) ON {facts}.strategy_steps TO {account};
GRANT INSERT ON {app}.search_words TO {account};
GRANT INSERT ON {app}.search_texts TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.catalog_versions TO {account};
-- It takes what waits in the inbox, and removes what was applied long ago.
GRANT SELECT, UPDATE (state, reason, file, retry_at, attempts, applied_at, interaction_id), DELETE ON {app}.inbox TO {account};
-- It fetches what vendors did not send.
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.vendor_fetches TO {account};
GRANT SELECT (tenant_id, id, source, name, api_base, api_key, queue_id, active, can_ask) ON {app}.intake_connections TO {account};
-- It follows an Asterisk.
GRANT SELECT (id, slug, active) ON {app}.tenants TO {account};
GRANT SELECT, INSERT, UPDATE ON {app}.followed_files TO {account};
GRANT SELECT, INSERT ON {facts}.agent_state_log TO {account};
-- It computes what interactions cost.
GRANT SELECT (id, queue_id, channel, duration_s, cost_micros, currency), UPDATE (cost_micros, currency) ON {facts}.closed_interactions TO {account};
GRANT SELECT (role) ON {facts}.messages TO {account};
GRANT SELECT, UPDATE (computed, computed_to) ON {app}.rate_cards TO {account};
GRANT SELECT ON {app}.rate_card_models TO {account};
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.computed_costs TO {account};
-- It composes and sends debt summaries.
GRANT SELECT, INSERT, UPDATE, DELETE ON {app}.outgoing_messages TO {account};
GRANT SELECT (id, name, zone, locale) ON {app}.tenants TO {account};
GRANT SELECT ON {facts}.accounts TO {account};
GRANT SELECT ON {facts}.account_debt_lines TO {account};
GRANT SELECT ON {facts}.crm_contacts TO {account};
GRANT SELECT ON {facts}.opt_outs TO {account};
GRANT SELECT (tenant_id, id, source, queue_id) ON {app}.intake_connections TO {account};
GRANT SELECT (tenant_id, id, scope) ON {app}.api_keys TO {account};
GRANT SELECT ON {app}.api_key_queues TO {account};
-- It counts how common each value of a filter is.
GRANT SELECT (counted_at), UPDATE (counted_at) ON {app}.tenants TO {account};
GRANT SELECT, INSERT, DELETE ON {app}.value_stats TO {account};
