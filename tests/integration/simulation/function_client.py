"""The command line's client, with functions of this process on the other side."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Protocol, Unpack
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3

from tests.api_event import Extras
from twin_local.cli.client import ApiClient
from twin_local.cli.operations import route_at
from twin_local.cli.profile import Profile

API = "https://twin.test"


class Served(Protocol):
    """What calls a function as API Gateway does, and returns status and answer."""

    def call(
        self,
        method: str,
        resource: str,
        body: object = None,
        path: Mapping[str, str] | None = None,
        **extras: Unpack[Extras],
    ) -> tuple[int, Any]: ...


class FunctionClient(ApiClient):
    """Calls the API's functions in this process, and everything else by HTTP."""

    def __init__(self, served: Served) -> None:
        super().__init__(Profile(API, "", "", "", "", "key"))
        self.served = served

    def _send(self, method: str, url: str, *, body: Any, headers: Any) -> Any:  # noqa: ANN401
        if not url.startswith(API):
            return super()._send(method, url, body=body, headers=headers)
        address = urlsplit(url)
        route = route_at(method, address.path)
        names = re.sub(r"\\\{([^}]+)\\\}", r"(?P<\1>[^/]+)", re.escape(route.path))
        found = re.fullmatch(names, address.path)
        assert found is not None
        status, answer = self.served.call(
            method,
            route.path,
            None if body is None else json.loads(body),
            {name: unquote(value) for name, value in found.groupdict().items()},
            query=parse_qs(address.query),
            headers=dict(headers),
        )
        return urllib3.HTTPResponse(body=json.dumps(answer).encode(), status=status)
