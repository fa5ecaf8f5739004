"""Called by TwinMaker for values that a table of the twin has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connector_runtime.serving import serve
from connector_runtime.setup import site_of_connector, table_connector
from connector_table.items import TableItems
from twin.connectors.answers import Answer
from twin_runtime import clients
from twin_runtime.settings import setting


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Answer one request from the table of this function's connector."""
    connector = table_connector()
    items = TableItems(clients.dynamodb(), setting("SOURCE_TABLE"))
    return serve(
        event,
        context,
        key_property=connector.key_property,
        source=lambda: connector.source(site_of_connector(), items),
    )
