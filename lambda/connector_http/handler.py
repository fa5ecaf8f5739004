"""Called by TwinMaker for values that a database outside of AWS has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from connector_runtime.serving import serve
from connector_runtime.setup import http_connector, site_of_connector
from connector_runtime.token_http import TokenHttp
from twin.connectors.answers import Answer


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Answer one request from the database of this function's connector."""
    connector = http_connector()
    return serve(
        event,
        context,
        key_property=connector.key_property,
        source=lambda: connector.source(site_of_connector(), _http()),
    )


@cache
def _http() -> TokenHttp:
    return TokenHttp(http_connector().secret(site_of_connector()))
