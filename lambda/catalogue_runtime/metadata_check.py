"""Whether the metadata of an asset is what the schema of its type demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue_runtime.schema_table import schema_for
from catalogue_runtime.store import CatalogueStore
from twin.catalogue.asset import Asset
from twin.catalogue.detail_errors import JsonFinding, MetadataInvalid
from twin.catalogue.metadata_schema import MetadataSchema


@dataclass(frozen=True)
class MetadataState:
    """The schema that counts for an asset now, None for none, and what it finds."""

    schema: MetadataSchema | None
    findings: Sequence[JsonFinding]


def metadata_state(store: CatalogueStore, asset: Asset) -> MetadataState:
    """Return how the metadata of an asset stands to the schema of its type."""
    schema = schema_for(store, asset.asset_id.database_id, asset.asset_type)
    if schema is None or schema.document is None:
        return MetadataState(None, ())
    # The libraries of the check take longer to load than most requests to answer.
    from schema_runtime.validation import metadata_findings

    return MetadataState(schema, metadata_findings(schema.document, asset.metadata))


def require_valid_metadata(store: CatalogueStore, asset: Asset) -> None:
    """Refuse an asset whose metadata is not what the schema of its type demands.

    Raises:
        MetadataInvalid: it is not; without a schema every metadata is valid.
    """
    state = metadata_state(store, asset)
    if state.findings:
        raise MetadataInvalid(state.findings, demanded_by=str(state.schema))
