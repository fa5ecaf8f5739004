CREATE TABLE IF NOT EXISTS document (
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS series (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
);

-- The newest values of each series, row by row; what is here replaces the same key of a chunk.
CREATE TABLE IF NOT EXISTS tail (
  series  INTEGER NOT NULL,
  quality INTEGER NOT NULL,
  time_ns INTEGER NOT NULL,
  value,
  PRIMARY KEY (series, quality, time_ns)
) WITHOUT ROWID;

-- The rest, compressed; the chunks of one series and quality do not overlap. What stands before the
-- data answers aggregates without it.
CREATE TABLE IF NOT EXISTS chunk (
  number     INTEGER PRIMARY KEY,
  series     INTEGER NOT NULL,
  quality    INTEGER NOT NULL,
  first_ns   INTEGER NOT NULL,
  last_ns    INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  numbers    INTEGER NOT NULL,
  total      REAL,
  minimum    REAL,
  maximum    REAL,
  deviations REAL,
  data       BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS chunk_by_time ON chunk (series, quality, first_ns);

-- Days of a series (since 1970, UTC) with values that the cold tier does not have yet.
CREATE TABLE IF NOT EXISTS unexported (
  series INTEGER NOT NULL,
  day    INTEGER NOT NULL,
  PRIMARY KEY (series, day)
) WITHOUT ROWID;

-- Times of metrics whose windows are to be computed (seconds since 1970, UTC), until they are.
CREATE TABLE IF NOT EXISTS waiting (
  asset    TEXT NOT NULL,
  property TEXT NOT NULL,
  after_s  INTEGER NOT NULL,
  until_s  INTEGER NOT NULL,
  PRIMARY KEY (asset, property, after_s, until_s)
) WITHOUT ROWID;
