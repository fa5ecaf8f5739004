"""The tables of the index, and what its SQLite must be able to do.

Words are folded and separated before they come here, so that the tokenizer only splits at spaces:
what a word is stays the same whatever version of SQLite reads the file. The full-text table keeps
no texts (https://www.sqlite.org/fts5.html#contentless_tables): forgetting a document gives it the
words it was told, computed again from the record.
"""

from __future__ import annotations

import sqlite3
import unicodedata

from twin.catalogue.search.document import FIELDS
from twin.catalogue.search.errors import SearchUnsupported, SnapshotBroken

FORMAT = f"1/{unicodedata.unidata_version}"
"""Of the tables, and of the Unicode version by which words were folded."""

_COORDINATES = "west, east, south, north, low, high"

_TABLES = f"""
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE asset (
    id INTEGER PRIMARY KEY,
    database_id TEXT NOT NULL,
    asset_key TEXT NOT NULL,
    title TEXT NOT NULL,
    title_words INTEGER NOT NULL,
    asset_type TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at REAL NOT NULL,
    is_deleted INTEGER NOT NULL,
    UNIQUE (database_id, asset_key)
);
CREATE TABLE record (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE content (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE name (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID;
CREATE TABLE tag (tag TEXT, id INTEGER, PRIMARY KEY (tag, id)) WITHOUT ROWID;
CREATE TABLE file (path TEXT, id INTEGER, PRIMARY KEY (path, id)) WITHOUT ROWID;
CREATE TABLE place (place INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE value (place INTEGER, value, id INTEGER, PRIMARY KEY (place, value, id)) WITHOUT ROWID;
CREATE TABLE extent (id INTEGER PRIMARY KEY, frame TEXT NOT NULL, {_COORDINATES});
CREATE VIRTUAL TABLE site_box USING rtree(id, {_COORDINATES});
CREATE VIRTUAL TABLE wgs84_box USING rtree(id, {_COORDINATES});
CREATE VIRTUAL TABLE text USING fts5(
    {", ".join(FIELDS)}, content='', columnsize=0, tokenize='ascii', prefix='2 3'
);
"""

_INDEXES = """
CREATE INDEX asset_by_updated ON asset (updated_at, database_id, asset_key);
CREATE INDEX asset_by_title ON asset (title, database_id, asset_key);
CREATE INDEX asset_by_relevance ON asset (title_words, title, database_id, asset_key);
CREATE INDEX asset_by_type ON asset (asset_type);
CREATE INDEX asset_by_creator ON asset (created_by);
CREATE INDEX name_by_asset ON name (id);
CREATE INDEX tag_by_asset ON tag (id);
CREATE INDEX file_by_asset ON file (id);
CREATE INDEX value_by_asset ON value (id, place);
"""


def check_sqlite() -> None:
    """Make sure that the index can be used at all.

    Raises:
        SearchUnsupported: SQLite is compiled without FTS5 or R*Tree.
    """
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
        database.execute("CREATE VIRTUAL TABLE boxes USING rtree(id, low, high)")
    except sqlite3.OperationalError as error:
        raise SearchUnsupported(
            "SQLite of this Python cannot hold the index",
            found=f"SQLite {sqlite3.sqlite_version}: {error}",
            expected="a Python whose SQLite has FTS5 and R*Tree",
            where="the runtime of the function",
        ) from error
    finally:
        database.close()


def create_tables(database: sqlite3.Connection) -> None:
    """Make an empty index, without what only reading needs."""
    database.executescript(_TABLES)
    database.execute("INSERT INTO fact VALUES ('format', ?)", (FORMAT,))


def create_indexes(database: sqlite3.Connection) -> None:
    """Make the indexes that reading needs; after many writes, this is faster than before them."""
    database.executescript(_INDEXES)


def check_format(database: sqlite3.Connection) -> None:
    """Make sure that a file is an index of this version.

    Raises:
        SnapshotBroken: it is not.
    """
    try:
        row = database.execute("SELECT value FROM fact WHERE name = 'format'").fetchone()
    except sqlite3.DatabaseError as error:
        raise SnapshotBroken("the file is no index", found=str(error)) from error
    if row != (FORMAT,):
        raise SnapshotBroken("the index is of another version", found=str(row), expected=FORMAT)
