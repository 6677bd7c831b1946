-- Saved views: a name is its owner's once; a view shared with a role that goes becomes private again.
-- Columns, sorting and filters all stand in `query`, as in the address of the grid.
ALTER TABLE saved_views
  DROP COLUMN columns,
  DROP COLUMN used_at,
  MODIFY query VARCHAR(4000) NOT NULL COMMENT 'of the grid''s address: filters, period, sorting, columns',
  DROP KEY ix_view_user,
  ADD UNIQUE KEY uq_view_name (tenant_id, user_id, name),
  ADD CONSTRAINT fk_view_role FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE SET NULL;
