-- What waits is found by when it is due, at once and in its order; a file by its name.
ALTER TABLE inbox
  ADD KEY ix_inbox_due (state, retry_at, id),
  ADD KEY ix_inbox_file (file);
