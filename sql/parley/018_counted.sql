-- When the figures in value_stats were counted; NULL: never.
ALTER TABLE tenants ADD COLUMN counted_at DATETIME(3) NULL;
