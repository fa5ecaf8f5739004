"""Write and delete the rows of one document."""

from __future__ import annotations

import json
import sqlite3

from twin.catalogue.records import asset_of, to_record
from twin.catalogue.search.document import FIELDS, SearchDocument, flattened
from twin.catalogue.search.region import extent_of
from twin.catalogue.search.sqlite.packing import pack, to_json, unpack
from twin.catalogue.search.sqlite.values import path_column, value_column
from twin.catalogue.search.words import fold

_COLUMNS = ", ".join(FIELDS)
_MARKS = ", ".join("?" for _ in FIELDS)


def insert(database: sqlite3.Connection, document: SearchDocument) -> None:
    """Write a document that the index does not hold."""
    asset = document.asset
    number = database.execute(
        "INSERT INTO asset (database_id, asset_key, title, title_words, asset_type, created_by,"
        " updated_at, is_deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            asset.asset_id.database_id,
            asset.asset_id.asset_key,
            document.title_order,
            len(document.words["title"]),
            asset.asset_type,
            asset.created_by,
            asset.updated_at,
            asset.is_deleted,
        ),
    ).lastrowid
    body, content = pack(to_record(asset)), to_json([document.paths, document.parts])
    database.execute("INSERT INTO record VALUES (?, ?)", (number, body))
    database.execute("INSERT INTO content VALUES (?, ?)", (number, content))
    database.execute(
        f"INSERT INTO text (rowid, {_COLUMNS}) VALUES (?, {_MARKS})",
        (number, *_texts(document)),
    )
    for table, texts in _listed(document).items():
        database.executemany(
            f"INSERT OR IGNORE INTO {table} VALUES (?, ?)",
            [(text, number) for text in texts],
        )
    _insert_values(database, number, document)
    _insert_box(database, number, document)


def delete(database: sqlite3.Connection, number: int) -> None:
    """Delete a document by its number in the index."""
    document = read(database, number)
    database.execute(
        f"INSERT INTO text (text, rowid, {_COLUMNS}) VALUES ('delete', ?, {_MARKS})",
        (number, *_texts(document)),
    )
    for table, texts in _listed(document).items():
        column = {"name": "name", "tag": "tag", "file": "path"}[table]
        database.executemany(
            f"DELETE FROM {table} WHERE {column} = ? AND id = ?",
            [(text, number) for text in texts],
        )
    for table in ("asset", "record", "content", "value", "extent", "site_box", "wgs84_box"):
        database.execute(f"DELETE FROM {table} WHERE id = ?", (number,))


def read(database: sqlite3.Connection, number: int) -> SearchDocument:
    """Return a document by its number in the index."""
    body, content = database.execute(
        "SELECT r.body, c.body FROM record r JOIN content c USING (id) WHERE id = ?", (number,)
    ).fetchone()
    paths, parts = json.loads(content)
    return SearchDocument(asset_of(unpack(body)), tuple(paths), tuple(parts))


def _texts(document: SearchDocument) -> list[str]:
    return [" ".join(document.words[field]) for field in FIELDS]


def _listed(document: SearchDocument) -> dict[str, tuple[str, ...]]:
    return {
        "name": document.names,
        "tag": tuple(document.tags),
        "file": tuple(map(fold, document.paths)),
    }


def _insert_values(
    database: sqlite3.Connection, number: int | None, document: SearchDocument
) -> None:
    found = [
        (value_column(value), number, path_column(path))
        for path, value in flattened(document.asset.metadata)
    ]
    database.executemany(
        "INSERT OR IGNORE INTO place (path) VALUES (?)", {(path,) for _, _, path in found}
    )
    database.executemany(
        "INSERT OR IGNORE INTO value SELECT place, ?, ? FROM place WHERE path = ?", found
    )


def _insert_box(database: sqlite3.Connection, number: int | None, document: SearchDocument) -> None:
    box = document.asset.box
    if box is None:
        return
    extent = extent_of(box)
    edges = [edge for pair in zip(extent.minimum, extent.maximum, strict=True) for edge in pair]
    database.execute(
        "INSERT INTO extent VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, box.frame, *edges)
    )
    database.execute(
        f"INSERT INTO {box.frame}_box VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, *edges),
    )
