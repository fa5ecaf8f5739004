"""What was seen of requests, made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from twin_local.server.observation.calls.call import ApiCall
from twin_local.server.observation.calls.sighting import Sighting

Seen = Callable[..., Sighting]
Made = Callable[..., ApiCall]


@pytest.fixture
def seen() -> Seen:
    """Return a maker of sightings; `signed` is the name that the request was signed for."""

    def make(method: str = "POST", path: str = "/", signed: str = "", **given: object) -> Sighting:
        scope = f"Credential=AKIDX/20260101/eu-west-1/{signed}/aws4_request"
        blank = Sighting(1, 0.0, 0.001, 200, "", method, path, "", "", "", "", "", "", False)
        authorization = f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host" if signed else ""
        return blank._replace(authorization=authorization, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def call() -> Made:
    """Return a maker of calls."""

    def make(operation: str = "GetItem", milliseconds: float = 1.0, **given: object) -> ApiCall:
        plain: dict[str, object] = {
            "number": 1,
            "at": 0.0,
            "service": "dynamodb",
            "operation": operation,
            "caller": "local",
            "caller_arn": "",
            "status": 200,
            "error": "",
            "milliseconds": milliseconds,
        }
        return ApiCall(**{**plain, **given})  # type: ignore[arg-type]

    return make
