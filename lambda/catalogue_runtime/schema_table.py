"""Metadata schemas in the catalogue table.

Keys: `schema#<db>/<type>` / `schema` is the newest revision, in the list `schemas#<db>`;
`schema#<db>/<type>` / `revision#<n>` is every revision. A deletion is a revision without a document
and in no list, so that revisions are never counted anew.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import ABSENT, Condition, Write, at_revision, is_revision, put
from twin.catalogue.metadata_schema import MetadataSchema, schema_scopes
from twin_runtime.preconditions import revision_mismatch

REVISION = "revision#"


def schemas_of(database_id: str) -> str:
    """Return the list of the schemas of a database, by type."""
    return f"schemas#{database_id}"


def schema_partition(database_id: str, asset_type: str) -> str:
    """Return the partition of a schema and its revisions."""
    return f"schema#{database_id}/{asset_type}"


def newest_schema(
    store: CatalogueStore, database_id: str, asset_type: str
) -> MetadataSchema | None:
    """Return the newest revision of a schema, a deletion too, or None."""
    record = store.read(keys.key(schema_partition(database_id, asset_type), "schema"))
    return schema_of(record) if record is not None else None


def schema_revision(
    store: CatalogueStore, database_id: str, asset_type: str, revision: int
) -> MetadataSchema | None:
    """Return one revision of a schema, or None."""
    partition = schema_partition(database_id, asset_type)
    record = store.read(keys.key(partition, f"{REVISION}{revision:08d}"))
    return schema_of(record) if record is not None else None


def schema_for(store: CatalogueStore, database_id: str, asset_type: str) -> MetadataSchema | None:
    """Return the schema that counts for a type of asset in a database, or None where none does."""
    if not asset_type:
        return None
    for scope in schema_scopes(database_id):
        found = newest_schema(store, scope, asset_type)
        if found is not None and found.document is not None:
            return found
    return None


def schema_writes(schema: MetadataSchema) -> list[Write]:
    """Return the writes of a new revision, on the condition that it follows the newest one."""
    record, previous = asdict(schema), schema.revision - 1
    partition = schema_partition(schema.database_id, schema.asset_type)
    refusal = revision_mismatch(previous)
    condition = is_revision(previous, refusal) if previous else Condition(ABSENT, refusal=refusal)
    more: dict[str, Any] = at_revision(schema.revision)
    if schema.document is not None:
        more |= {"gpk": {"S": schemas_of(schema.database_id)}, "gsk": {"S": schema.asset_type}}
    return [
        put(keys.key(partition, "schema"), record, more=more, condition=condition),
        put(keys.key(partition, f"{REVISION}{schema.revision:08d}"), record),
    ]


def schema_of(record: Any) -> MetadataSchema:  # noqa: ANN401 - a record
    """Return the schema of its JSON object."""
    return MetadataSchema(**record)
