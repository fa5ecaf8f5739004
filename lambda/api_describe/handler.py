"""Answer `GET /openapi.json` and `GET /site`."""

from __future__ import annotations

import json
from typing import Any

from twin.api.openapi import openapi
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.site import site

API_VERSION = "1"


def handler(event: dict[str, Any], context: object) -> ProxyResponse:
    """Serve one request."""
    return serve(event, {"describeApi": _describe, "getSite": _site})


def _describe(request: Request) -> Body:
    return openapi(title=f"Digital twin of {site().title}", version=API_VERSION)


def _site(request: Request) -> Body:
    document: Body = json.loads(site().to_json())
    return document
