-- What people add to an interaction, what hangs on its messages, and where deleted ones wait.

-- Who set a tag; NULL for those that came with the interaction.
ALTER TABLE tags
  ADD COLUMN set_by VARCHAR(150) NULL,
  ADD COLUMN set_at DATETIME(3) NULL;

ALTER TABLE review_flags
  ADD COLUMN clear_reason VARCHAR(500) NULL;

CREATE TABLE interaction_notes (
  tenant_id      INT UNSIGNED NOT NULL,
  interaction_id BIGINT UNSIGNED NOT NULL,
  note_no        INT UNSIGNED NOT NULL,
  author_id      INT UNSIGNED NULL COMMENT 'the user who may change it',
  author         VARCHAR(150) NOT NULL,
  written_at     DATETIME(3) NOT NULL,
  edited_at      DATETIME(3) NULL,
  body           TEXT NOT NULL,
  PRIMARY KEY (tenant_id, interaction_id, note_no)
);

-- Media lie where recordings do: below the tenant's folder or prefix.
ALTER TABLE messages
  ADD COLUMN media_name  VARCHAR(255) NULL COMMENT 'as the sender called it',
  ADD COLUMN media_bytes BIGINT UNSIGNED NULL,
  ADD COLUMN media_store ENUM('disk','s3') NULL;

-- What the analysis took from the conversation besides its verdicts: name and value pairs.
ALTER TABLE analyses
  ADD COLUMN collected LONGTEXT NULL CHECK (collected IS NULL OR JSON_VALID(collected));

-- Deleted interactions wait here to be restored or purged, out of the way of every list and count.
-- What hangs on them stays where it is: it is reachable only through an interaction. The columns
-- are those of closed_interactions, which only closed ones come from.
CREATE TABLE deleted_interactions LIKE closed_interactions;
ALTER TABLE deleted_interactions
  ADD COLUMN deleted_at    DATETIME(3) NOT NULL,
  ADD COLUMN deleted_by    VARCHAR(150) NOT NULL,
  ADD COLUMN delete_reason VARCHAR(500) NULL,
  ADD COLUMN purge_at      DATETIME(3) NOT NULL,
  DROP INDEX ix_queue, DROP INDEX ix_agent, DROP INDEX ix_agent_queue, DROP INDEX ix_channel,
  DROP INDEX ix_did, DROP INDEX ix_disposition, DROP INDEX ix_contact, DROP INDEX ix_phone,
  DROP INDEX ix_account, DROP INDEX ix_parent, DROP INDEX ix_closed, DROP INDEX ix_queue_closed,
  DROP INDEX ix_duration, DROP INDEX ix_queue_duration, DROP INDEX ix_action,
  ADD KEY ix_deleted (tenant_id, deleted_at, id),
  ADD KEY ix_deleted_queue (tenant_id, queue_id, deleted_at, id),
  ADD KEY ix_deleted_contact (tenant_id, crm_contact_id),
  ADD KEY ix_deleted_did (tenant_id, did_id),
  ADD KEY ix_purge (purge_at);
