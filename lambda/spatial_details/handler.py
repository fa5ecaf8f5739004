"""Metadata schemas, links, comments, aliases, tags and the history of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spatial_details import aliases, comments, history, links, schemas, tags
from twin_runtime.http import ProxyResponse, serve


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on the details of assets."""
    return serve(
        event,
        {
            "listMetadataSchemas": schemas.list_schemas,
            "getMetadataSchema": schemas.get_schema,
            "putMetadataSchema": schemas.put_schema,
            "deleteMetadataSchema": schemas.delete_schema,
            "getAssetMetadata": schemas.get_metadata,
            "listLinks": links.list_links,
            "createLink": links.create_link,
            "deleteLink": links.delete_link,
            "listComments": comments.list_comments,
            "addComment": comments.add_comment,
            "updateComment": comments.update_comment,
            "deleteComment": comments.delete_comment,
            "resolveAlias": aliases.resolve_alias,
            "addAlias": aliases.add_alias,
            "removeAlias": aliases.remove_alias,
            "listTags": tags.list_tags,
            "changeTags": tags.change_tags,
            "getDatabaseHistory": history.get_database_history,
            "getAssetHistory": history.get_asset_history,
            "listChanges": history.list_changes,
        },
    )
