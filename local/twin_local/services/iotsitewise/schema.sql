CREATE TABLE IF NOT EXISTS document (
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS point (
  series  TEXT    NOT NULL,
  time_ns INTEGER NOT NULL,
  quality TEXT    NOT NULL,
  value,
  PRIMARY KEY (series, time_ns, quality)
) WITHOUT ROWID;
