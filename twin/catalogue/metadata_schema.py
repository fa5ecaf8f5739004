"""Schemas of metadata: one for each type of asset, of a database or for all of them.

The schema that counts for an asset is the one that its database has for the asset's type; without
one, the one that the database `site` has for it; without either, metadata is free. A schema that
changes changes no asset: what is there stays, is told as not valid where it is read, and has to be
valid the next time that its metadata, type or version is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from twin.catalogue.detail_errors import JsonFinding, SchemaInvalid
from twin.catalogue.identity import SITE_DATABASE
from twin.catalogue.metadata_size import Limits, document_finding
from twin.catalogue.schema_language import bound_findings, language_findings

DOCUMENT = Limits(size_bytes=64 * 1024, values=5000, depth=32)
MAXIMUM_FINDINGS = 20
"""Findings that one refusal lists."""

SchemaDocument = Mapping[str, Any]


@dataclass(frozen=True)
class MetadataSchema:
    """The schema of one type of asset. `revision` counts its changes from 1, deletions included.

    `document` is None where the revision deleted it; `changed_at` is in UTC seconds since 1970.
    """

    database_id: str
    asset_type: str
    revision: int
    document: SchemaDocument | None
    changed_at: float
    changed_by: str

    def __str__(self) -> str:
        return f"schema {self.database_id}/{self.asset_type} revision {self.revision}"


def schema_scopes(database_id: str) -> tuple[str, ...]:
    """Return the databases whose schemas count for assets of a database, the nearest first."""
    return (database_id,) if database_id == SITE_DATABASE else (database_id, SITE_DATABASE)


def valid_document(value: Any) -> SchemaDocument:  # noqa: ANN401 - any JSON
    """Return a schema document that can be checked within bounds.

    That it is a schema, and that its patterns can be matched, is for who has the library
    (`schema_runtime.validation`).

    Raises:
        SchemaInvalid: it is none, with its findings.
    """
    finding = document_finding(value, DOCUMENT)
    if finding:
        raise SchemaInvalid([finding])
    if value.get("type") != "object":
        found = ascii(value.get("type"))[:80]
        raise SchemaInvalid([JsonFinding("/type", found, "object: metadata is a JSON object")])
    for findings in (language_findings, bound_findings):
        found_here = list(islice(findings(value), MAXIMUM_FINDINGS))
        if found_here:
            raise SchemaInvalid(found_here)
    document: SchemaDocument = value
    return document
