"""The token endpoint of a domain refuses refresh tokens that expired or were taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3

from tests.integration.execution.cognito.conftest import Directory, claims
from twin_local.execution.plant import Execution

DOMAIN = "refreshing"
REFUSED = (400, {"error": "invalid_grant"})


@dataclass(frozen=True)
class Domain:
    """The endpoints of a pool's domain, and a client whose refresh tokens are good for an hour."""

    url: str
    client_id: str

    def post(self, path: str, **form: str) -> tuple[int, Any]:
        body = urlencode({"client_id": self.client_id, **form})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = urllib3.request("POST", f"{self.url}{path}", body=body, headers=kind)
        return answer.status, answer.json() if answer.data else None

    def refresh(self, token: str) -> tuple[int, Any]:
        return self.post("/oauth2/token", grant_type="refresh_token", refresh_token=token)


@pytest.fixture
def domain(aws: Execution, directory: Directory) -> Iterator[Domain]:
    client_id = directory.add_client(
        RefreshTokenValidity=60, TokenValidityUnits={"RefreshToken": "minutes"}
    )["ClientId"]
    where = {"Domain": DOMAIN, "UserPoolId": directory.pool_id}
    directory.idp.create_user_pool_domain(**where)
    yield Domain(f"{aws.context.endpoint_url}/_aws/cognito-idp/{DOMAIN}", client_id)
    directory.idp.delete_user_pool_domain(**where)


def test_it_expires(aws: Execution, domain: Domain, directory: Directory) -> None:
    tokens = directory.tokens(client_id=domain.client_id)
    status, renewed = domain.refresh(tokens["RefreshToken"])
    assert status == 200
    kept = ("auth_time", "origin_jti", "event_id", "sub")
    old, new = claims(tokens["AccessToken"]), claims(renewed["access_token"])
    assert [new[name] for name in kept] == [old[name] for name in kept]
    aws.timeline.advance(3601)
    assert domain.refresh(tokens["RefreshToken"]) == REFUSED


def test_it_is_taken_back_here_and_by_the_api(domain: Domain, directory: Directory) -> None:
    first, second, third = (
        directory.tokens(client_id=domain.client_id)["RefreshToken"] for _ in range(3)
    )
    assert domain.post("/oauth2/revoke", token=first) == (200, None)
    assert domain.refresh(first) == REFUSED
    directory.idp.revoke_token(Token=second, ClientId=domain.client_id)
    assert domain.refresh(second) == REFUSED
    assert domain.refresh(third)[0] == 200
    directory.idp.admin_user_global_sign_out(UserPoolId=directory.pool_id, Username="ann")
    assert domain.refresh(third) == REFUSED


def test_another_client_and_a_disabled_user_are_refused(
    domain: Domain, directory: Directory
) -> None:
    own = directory.tokens()["RefreshToken"]
    assert domain.refresh(own) == REFUSED
    token = directory.tokens(client_id=domain.client_id)["RefreshToken"]
    directory.idp.admin_disable_user(UserPoolId=directory.pool_id, Username="ann")
    assert domain.refresh(token) == REFUSED
