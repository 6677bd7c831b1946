-- The same call may arrive again after it was deleted, and be deleted again.
ALTER TABLE deleted_interactions
  DROP INDEX uq_vendor,
  ADD KEY ix_deleted_vendor (tenant_id, vendor, vendor_ref),
  ADD KEY ix_deleted_parent (tenant_id, parent_id);

-- Before a file is removed for good, whether another interaction has it, too.
ALTER TABLE recordings ADD KEY ix_recording_path (tenant_id, path(100));
ALTER TABLE messages ADD KEY ix_message_media (tenant_id, media_path(100));
