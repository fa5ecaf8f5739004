"""Refresh tokens expire by the clock, are taken back by sign-outs and outlive a restart."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import boto3
import pytest
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUserPool, cognitoidp_backends

from tests.integration.execution.cognito.conftest import (
    PASSWORD,
    Directory,
    claims,
    not_authorized,
)
from tests.integration.execution.conftest import ACCOUNT, REGION
from twin_local.execution.cognito.refresh_tokens import RefreshTokens
from twin_local.execution.plant import Execution
from twin_local.server.persistence.pickling import dump, load

DAY_S = 86_400
EXPIRED, REVOKED = "Refresh Token has expired", "Refresh Token has been revoked"
INVALID = "Invalid Refresh Token."


def pool_of(directory: Directory, region: str = REGION) -> CognitoIdpUserPool:
    return cognitoidp_backends[ACCOUNT][region].user_pools[directory.pool_id]


def test_a_token_expires_by_the_clients_time(aws: Execution, directory: Directory) -> None:
    client_id = directory.add_client(
        RefreshTokenValidity=90, TokenValidityUnits={"RefreshToken": "minutes"}
    )["ClientId"]
    token = directory.tokens(client_id=client_id)["RefreshToken"]
    longer = directory.tokens()["RefreshToken"]
    aws.timeline.advance(89 * 60)
    assert "RefreshToken" not in directory.refresh(token, client_id)
    aws.timeline.advance(2 * 60)
    assert not_authorized(lambda: directory.refresh(token, client_id)) == EXPIRED
    assert directory.refresh(longer)["AccessToken"]


@pytest.mark.parametrize(
    ("settings", "valid_s"),
    [
        ({}, 30 * DAY_S),
        ({"RefreshTokenValidity": 0}, 30 * DAY_S),
        ({"RefreshTokenValidity": 2}, 2 * DAY_S),
        ({"RefreshTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "hours"}}, 5 * DAY_S),
        ({"RefreshTokenValidity": 7, "TokenValidityUnits": {"RefreshToken": "hours"}}, 7 * 3600),
    ],
)
def test_days_are_the_unit_and_thirty_the_default(
    directory: Directory, settings: dict[str, Any], valid_s: int
) -> None:
    client_id, pool, now = directory.add_client(**settings)["ClientId"], pool_of(directory), [0.0]
    tokens = RefreshTokens(lambda: now[0])
    token, origin = tokens.make(pool, client_id, "ann")
    now[0] = valid_s - 1
    assert tokens.require(pool, client_id, token).origin_jti == origin
    now[0] = valid_s
    with pytest.raises(NotAuthorizedError, match=EXPIRED):
        tokens.require(pool, client_id, token)


def test_an_unknown_token_and_one_of_another_client_are_invalid(directory: Directory) -> None:
    token, other = directory.tokens()["RefreshToken"], directory.add_client()["ClientId"]
    assert not_authorized(lambda: directory.refresh("unknown")) == INVALID
    assert not_authorized(lambda: directory.refresh(token, other)) == INVALID
    by_admin = {"UserPoolId": directory.pool_id, "ClientId": directory.client_id}
    parameters = {"REFRESH_TOKEN": "unknown"}
    action = partial(
        directory.idp.admin_initiate_auth,
        **by_admin,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters=parameters,
    )
    assert not_authorized(action) == INVALID


def test_a_disabled_user_gets_no_new_tokens(directory: Directory) -> None:
    tokens = directory.tokens()
    who = {"UserPoolId": directory.pool_id, "Username": "ann"}
    directory.idp.admin_disable_user(**who)
    disabled = "User is disabled."
    assert not_authorized(lambda: directory.refresh(tokens["RefreshToken"])) == disabled
    use = partial(get_user, directory, tokens["AccessToken"])
    assert not_authorized(use) == disabled
    directory.idp.admin_enable_user(**who)
    assert directory.refresh(tokens["RefreshToken"])["AccessToken"]


def get_user(directory: Directory, token: str) -> Any:
    return directory.idp.get_user(AccessToken=token)


def _revoke(directory: Directory, tokens: dict[str, str]) -> None:
    directory.idp.revoke_token(Token=tokens["RefreshToken"], ClientId=directory.client_id)


def _sign_out(directory: Directory, tokens: dict[str, str]) -> None:
    directory.idp.global_sign_out(AccessToken=tokens["AccessToken"])


def _sign_out_by_admin(directory: Directory, tokens: dict[str, str]) -> None:
    directory.idp.admin_user_global_sign_out(UserPoolId=directory.pool_id, Username="ann")


@pytest.mark.parametrize("end", [_revoke, _sign_out, _sign_out_by_admin])
def test_tokens_are_taken_back(
    directory: Directory, end: Callable[[Directory, dict[str, str]], None]
) -> None:
    tokens, others = directory.tokens(), directory.tokens()
    renewed = directory.refresh(tokens["RefreshToken"])
    end(directory, tokens)
    assert not_authorized(lambda: directory.refresh(tokens["RefreshToken"])) == REVOKED
    for access in (tokens["AccessToken"], renewed["AccessToken"]):
        assert (
            not_authorized(partial(get_user, directory, access)) == "Access Token has been revoked"
        )
    if end is _revoke:
        assert directory.refresh(others["RefreshToken"])["AccessToken"]
    else:
        assert not_authorized(lambda: directory.refresh(others["RefreshToken"])) == REVOKED


def test_a_later_user_of_the_same_name_has_no_use_for_the_tokens(directory: Directory) -> None:
    tokens = directory.tokens()
    directory.idp.admin_delete_user(UserPoolId=directory.pool_id, Username="ann")
    assert not_authorized(lambda: directory.refresh(tokens["RefreshToken"])) == INVALID
    directory.add_user("ann")
    assert not_authorized(lambda: directory.refresh(tokens["RefreshToken"])) == INVALID
    use = partial(get_user, directory, tokens["AccessToken"])
    assert not_authorized(use) == "Access Token has been revoked"


def test_users_of_an_address_in_another_region_are_signed_out(aws: Execution) -> None:
    idp: Any = boto3.client(
        "cognito-idp",
        region_name="eu-west-1",
        endpoint_url=aws.context.endpoint_url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    pool_id = idp.create_user_pool(PoolName="m", UsernameAttributes=["email"])["UserPool"]["Id"]
    made = idp.create_user_pool_client(UserPoolId=pool_id, ClientName="c")["UserPoolClient"]
    mail = Directory(idp, pool_id, made["ClientId"])
    mail.add_user("ann@example.com")
    tokens, others = mail.tokens(name="ann@example.com"), mail.tokens(name="ann@example.com")
    sub = claims(tokens["IdToken"])["sub"]
    idp.global_sign_out(AccessToken=tokens["AccessToken"])
    assert not_authorized(lambda: mail.refresh(others["RefreshToken"])) == REVOKED
    again = mail.tokens(name="ann@example.com", password=PASSWORD)
    idp.admin_user_global_sign_out(UserPoolId=pool_id, Username=sub)
    assert not_authorized(lambda: mail.refresh(again["RefreshToken"])) == REVOKED
    idp.delete_user_pool(UserPoolId=pool_id)


def test_an_access_token_must_be_one_and_unexpired(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = directory.tokens()
    for wrong in ("nonsense", tokens["IdToken"]):
        assert not_authorized(partial(get_user, directory, wrong)) == "Invalid Access Token"
    later = time.time() + 3601
    monkeypatch.setattr("twin_local.execution.cognito.access_tokens.time.time", lambda: later)
    expired = partial(get_user, directory, tokens["AccessToken"])
    assert not_authorized(expired) == "Access Token has expired"


def test_tokens_and_their_end_outlive_a_restart(aws: Execution, directory: Directory) -> None:
    kept, revoked = directory.tokens(), directory.tokens()
    _revoke(directory, revoked)
    again = load(dump(cognitoidp_backends[ACCOUNT][REGION])).user_pools[directory.pool_id]
    now = aws.clock.now()
    soon, late = RefreshTokens(lambda: now + 29 * DAY_S), RefreshTokens(lambda: now + 31 * DAY_S)
    found = soon.require(again, directory.client_id, kept["RefreshToken"])
    assert (found.user.username, found.origin_jti) == ("ann", claims(kept["IdToken"])["origin_jti"])
    for tokens, token, message in (
        (late, kept["RefreshToken"], EXPIRED),
        (soon, revoked["RefreshToken"], REVOKED),
    ):
        with pytest.raises(NotAuthorizedError, match=message):
            tokens.require(again, directory.client_id, token)
