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

-- Samples that can never be stored, with the reason; a person looks at them.
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

-- The newest source time that was taken of each signal.
CREATE TABLE IF NOT EXISTS cursor (alias TEXT PRIMARY KEY, time_ns INTEGER NOT NULL) WITHOUT ROWID;

-- accepted = stored + dead_lettered + held + dropped + rows of `pending`, at any instant.
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO counter VALUES
  ('accepted', 0), ('stored', 0), ('dead_lettered', 0), ('held', 0), ('dropped', 0);
"""
