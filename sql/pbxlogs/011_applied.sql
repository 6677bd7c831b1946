-- What arrives in any order ends the same: each value remembers which document it came from.
ALTER TABLE vendor_details
  ADD COLUMN applied LONGTEXT NULL COMMENT 'members by the phase and time of the document that gave them'
    CHECK (applied IS NULL OR JSON_VALID(applied)),
  ADD COLUMN parent_ref VARCHAR(100) COLLATE utf8mb4_bin NULL COMMENT 'the parent that has not arrived yet',
  ADD KEY ix_vendor_parent (tenant_id, source, parent_ref);
