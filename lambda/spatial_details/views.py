"""Details of assets as the API shows them."""

from __future__ import annotations

from catalogue_runtime.metadata_check import MetadataState
from twin.api.schemas.spatial_details import (
    AssetMetadataBody,
    ChangeBody,
    CommentBody,
    LinkBody,
    MetadataSchemaBody,
    MetadataSchemaSummary,
    SchemaReference,
)
from twin.catalogue.asset import Asset
from twin.catalogue.change import Change
from twin.catalogue.comment import Comment
from twin.catalogue.link import Link, direction_of
from twin.catalogue.metadata_schema import MetadataSchema


def schema_body(schema: MetadataSchema) -> MetadataSchemaBody:
    """Return a revision of a schema."""
    return {
        "database_id": schema.database_id,
        "asset_type": schema.asset_type,
        "revision": schema.revision,
        "schema": dict(schema.document or {}),
        "changed_at": schema.changed_at,
        "changed_by": schema.changed_by,
    }


def schema_summary(schema: MetadataSchema) -> MetadataSchemaSummary:
    """Return a row of a list of schemas."""
    return {
        "database_id": schema.database_id,
        "asset_type": schema.asset_type,
        "revision": schema.revision,
        "title": str((schema.document or {}).get("title", "")),
        "changed_at": schema.changed_at,
        "changed_by": schema.changed_by,
    }


def metadata_body(asset: Asset, state: MetadataState) -> AssetMetadataBody:
    """Return the metadata of an asset with what its schema finds."""
    schema: SchemaReference | None = None
    if state.schema is not None:
        schema = {"database_id": state.schema.database_id, "revision": state.schema.revision}
    return {
        "asset_type": asset.asset_type,
        "metadata": dict(asset.metadata),
        "schema": schema,
        "metadata_valid": not state.findings,
        "findings": [
            {"pointer": one.pointer, "found": one.found, "expected": one.expected}
            for one in state.findings
        ],
    }


def link_body(link: Link, other: Asset) -> LinkBody:
    """Return a link with what its other end is."""
    return {
        "kind": link.kind,
        "direction": direction_of(link.kind),
        "database_id": link.other.database_id,
        "asset_key": link.other.asset_key,
        "title": other.title,
        "asset_type": other.asset_type,
        "deleted": other.is_deleted,
        "metadata": dict(link.metadata),
        "created_at": link.created_at,
        "created_by": link.created_by,
    }


def comment_body(comment: Comment) -> CommentBody:
    """Return a comment."""
    return {
        "comment_id": comment.comment_id,
        "version": comment.version,
        "text": comment.text,
        "created_at": comment.created_at,
        "created_by": comment.created_by,
        "created_by_name": comment.created_by_name,
        "updated_at": comment.updated_at,
        "revision": comment.revision,
    }


def change_body(change: Change) -> ChangeBody:
    """Return an entry of the history."""
    return {
        "change_id": change.change_id,
        "subject": change.subject,
        "action": change.action,
        "at": change.at,
        "by": change.by,
        "by_name": change.by_name,
        "fields": [
            {"field": one.field, "before": one.before, "after": one.after} for one in change.fields
        ],
        "details": dict(change.details),
    }
