"""What ID and access tokens say."""

from __future__ import annotations

import time

from tests.integration.execution.cognito.conftest import Directory, claims

SHARED = ("sub", "iss", "origin_jti", "event_id", "auth_time", "cognito:groups")


def test_the_two_tokens_of_a_sign_in(directory: Directory) -> None:
    client_id = directory.add_client(
        AccessTokenValidity=10,
        IdTokenValidity=2,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "hours"},
    )["ClientId"]
    for group, precedence in (("writers", 2), ("admins", 1)):
        directory.idp.create_group(
            UserPoolId=directory.pool_id, GroupName=group, Precedence=precedence
        )
        directory.idp.admin_add_user_to_group(
            UserPoolId=directory.pool_id, Username="ann", GroupName=group
        )
    before = int(time.time())
    tokens = directory.tokens(client_id=client_id)
    access, identity = claims(tokens["AccessToken"]), claims(tokens["IdToken"])
    assert before <= access["auth_time"] <= time.time()
    assert [access[name] for name in SHARED] == [identity[name] for name in SHARED]
    assert access["cognito:groups"] == ["admins", "writers"]
    assert access["jti"] != identity["jti"]
    assert abs(access["iat"] - identity["iat"]) <= 1  # they are signed one after the other
    assert (access["token_use"], identity["token_use"]) == ("access", "id")
    assert (access["client_id"], access["username"]) == (client_id, "ann")
    assert (identity["aud"], identity["cognito:username"]) == (client_id, "ann")
    assert access["scope"] == "aws.cognito.signin.user.admin"
    assert not {"aud", "cognito:username"} & access.keys()
    assert not {"client_id", "username", "scope"} & identity.keys()
    assert (access["exp"] - access["iat"], str(tokens["ExpiresIn"])) == (600, "600")
    assert identity["exp"] - identity["iat"] == 7200


def test_a_refresh_keeps_when_the_user_signed_in(directory: Directory) -> None:
    first = directory.tokens()
    old = claims(first["IdToken"])
    pool_time = old["auth_time"]
    renewed = directory.refresh(first["RefreshToken"])
    for kind in ("IdToken", "AccessToken"):
        new = claims(renewed[kind])
        kept = ("auth_time", "origin_jti", "event_id", "sub")
        assert [new[name] for name in kept] == [old[name] for name in kept]
        assert new["jti"] != old["jti"]
        assert new["iat"] >= pool_time
    assert claims(directory.tokens()["IdToken"])["origin_jti"] != old["origin_jti"]
