-- Calls of a vendor that ended without a transcript, by when they ended: what is looked for to be
-- fetched.
ALTER TABLE closed_interactions
  ADD INDEX ix_missing (tenant_id, vendor, has_transcript, closed_at);
