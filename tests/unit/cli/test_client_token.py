"""The client signs in again when its token has run out, as it does in uploads of hours."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
import urllib3

from twin_local.cli.client import ApiClient, ApiRefused
from twin_local.cli.profile import Profile

POOL = "https://pool.test"


class Signing(ApiClient):
    """A client of an API that takes the second token only; `tokens` are those it was given."""

    def __init__(self, *, api_key: str = "", good: int = 2) -> None:
        super().__init__(
            Profile(
                api_url="https://twin.test",
                cognito_url=POOL,
                client_id="c",
                user="ana",
                password="p",
                api_key=api_key,
            )
        )
        self.good, self.signed_in = good, 0
        self.tokens: list[str] = []

    def _send(
        self, method: str, url: str, *, body: object, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        if url.startswith(POOL):
            self.signed_in += 1
            result = {"AuthenticationResult": {"AccessToken": str(self.signed_in)}}
            return urllib3.HTTPResponse(body=json.dumps(result).encode(), status=200)
        self.tokens.append(headers["authorization"])
        status = 200 if headers["authorization"] == f"Bearer {self.good}" else 401
        return urllib3.HTTPResponse(body=b'{"code": "TOKEN_INVALID"}', status=status)


def test_token_that_ran_out_is_replaced() -> None:
    client = Signing()
    client.get("/converters")
    client.get("/converters")
    assert client.tokens == ["Bearer 1", "Bearer 2", "Bearer 2"]


def test_user_whom_the_api_refuses_is_refused_after_one_more_try() -> None:
    client = Signing(good=9)
    with pytest.raises(ApiRefused):
        client.get("/converters")
    assert client.signed_in == 2


def test_key_that_is_refused_is_not_tried_again() -> None:
    client = Signing(api_key="key")
    with pytest.raises(ApiRefused):
        client.get("/converters")
    assert client.tokens == ["Bearer key"]
