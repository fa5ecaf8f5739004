"""The tables of the spool."""

SCHEMA = """
-- Samples that were taken from the PLC and are not confirmed by the store yet.
CREATE TABLE IF NOT EXISTS pending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  alias TEXT NOT NULL,
  time_ns INTEGER NOT NULL,
  value,
  quality TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  retry_at REAL NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS pending_by_time ON pending (time_ns);
-- Samples that failed must not slow down the search for those that were never sent.
CREATE INDEX IF NOT EXISTS pending_fresh ON pending (time_ns, id) WHERE retry_at = 0;
CREATE INDEX IF NOT EXISTS pending_again ON pending (retry_at) WHERE retry_at > 0;

-- Samples of signals that the store does not take now, under their ids in `pending`.
CREATE TABLE IF NOT EXISTS waiting (
  id INTEGER PRIMARY KEY,
  alias TEXT NOT NULL,
  time_ns INTEGER NOT NULL,
  value,
  quality TEXT NOT NULL,
  since REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS waiting_by_alias ON waiting (alias, time_ns);
CREATE INDEX IF NOT EXISTS waiting_by_time ON waiting (time_ns);

-- The signals that the store does not take now: why, and when to try again.
CREATE TABLE IF NOT EXISTS parked (
  alias TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  retry_at REAL NOT NULL
) WITHOUT ROWID;

-- Samples that the store refused for good, with the reason; a person looks at them.
CREATE TABLE IF NOT EXISTS dead_letter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  alias TEXT NOT NULL,
  time_ns INTEGER NOT NULL,
  value TEXT,
  quality TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  refused_at REAL NOT NULL
);

-- Samples too old for the real-time path; they wait for an import.
CREATE TABLE IF NOT EXISTS bulk (
  id INTEGER PRIMARY KEY,
  alias TEXT NOT NULL,
  time_ns INTEGER NOT NULL,
  value,
  quality TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS bulk_by_time ON bulk (time_ns);

-- The newest source time that was taken of each signal.
CREATE TABLE IF NOT EXISTS cursor (alias TEXT PRIMARY KEY, time_ns INTEGER NOT NULL) WITHOUT ROWID;

-- accepted = stored + exported + dropped + rows of `pending`, `waiting`, `bulk`, `dead_letter`,
-- at any instant; the rows of the last two are counted here as they come and go.
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
UPDATE counter SET name = 'bulk' WHERE name = 'held';
INSERT OR IGNORE INTO counter VALUES
  ('accepted', 0), ('stored', 0), ('exported', 0), ('dropped', 0), ('bulk', 0),
  ('dead_lettered', 0);
"""
