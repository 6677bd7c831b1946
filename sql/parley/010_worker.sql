-- What the program `worker` did last, a row per task: written by it, read by `parley doctor`.
CREATE TABLE worker_tasks (
  task     VARCHAR(40) NOT NULL,
  began_at DATETIME(3) NOT NULL,
  ended_at DATETIME(3) NULL COMMENT 'NULL: it runs, or was stopped on the way',
  done     INT UNSIGNED NOT NULL DEFAULT 0,
  failed   INT UNSIGNED NOT NULL DEFAULT 0,
  problem  VARCHAR(500) NULL COMMENT 'the last one of that run',
  PRIMARY KEY (task)
);
