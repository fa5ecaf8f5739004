"""Signing in with a password: what is refused, and how often a wrong one may be given."""

from __future__ import annotations

from typing import Any

import pytest
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUser, cognitoidp_backends

from tests.integration.execution.cognito.conftest import (
    MESSAGE,
    PASSWORD,
    WRONG,
    Directory,
    not_authorized,
    refused,
)
from tests.integration.execution.conftest import ACCOUNT, REGION
from twin_local.execution.cognito.lockouts import FREE_ATTEMPTS, Lockouts
from twin_local.execution.plant import Execution

EXCEEDED = "Password attempts exceeded"


def by_admin(directory: Directory, name: str, password: str) -> Any:
    return directory.idp.admin_initiate_auth(
        UserPoolId=directory.pool_id,
        ClientId=directory.client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password},
    )


def user_of(directory: Directory) -> CognitoIdpUser:
    pool = cognitoidp_backends[ACCOUNT][REGION].user_pools[directory.pool_id]
    return pool.users["ann"]


def test_wrong_passwords_and_unknown_users(directory: Directory) -> None:
    assert not_authorized(lambda: directory.sign_in(password=WRONG)) == MESSAGE
    assert not_authorized(lambda: by_admin(directory, "ann", WRONG)) == MESSAGE
    unknown = ("UserNotFoundException", "User does not exist.")
    assert refused(lambda: directory.sign_in("bob")) == unknown
    hiding = directory.add_client(PreventUserExistenceErrors="ENABLED")["ClientId"]
    assert not_authorized(lambda: directory.sign_in("bob", client_id=hiding)) == MESSAGE


def test_missing_parameters_are_named(directory: Directory) -> None:
    code, message = refused(lambda: directory.sign_in(password=""))
    assert (code, message) == (
        "InvalidParameterException",
        "Missing required parameter PASSWORD",
    )


def test_disabled_unconfirmed_and_reset_users(directory: Directory) -> None:
    idp, who = directory.idp, {"UserPoolId": directory.pool_id, "Username": "ann"}
    idp.admin_disable_user(**who)
    assert not_authorized(directory.sign_in) == "User is disabled."
    assert not_authorized(directory.prover().begin) == "User is disabled."
    idp.admin_enable_user(**who)
    idp.sign_up(ClientId=directory.client_id, Username="bob", Password=PASSWORD)
    assert not_authorized(lambda: directory.sign_in("bob", WRONG)) == MESSAGE
    unconfirmed = ("UserNotConfirmedException", "User is not confirmed.")
    for attempt in (lambda: directory.sign_in("bob"), directory.prover("bob").sign_in):
        assert refused(attempt) == unconfirmed
    idp.admin_update_user_attributes(
        **who,
        UserAttributes=[
            {"Name": "email", "Value": "ann@example.com"},
            {"Name": "email_verified", "Value": "true"},
        ],
    )
    idp.admin_reset_user_password(**who)
    reset = ("PasswordResetRequiredException", "Password reset required for the user")
    for attempt in (directory.sign_in, directory.prover().sign_in):
        assert refused(attempt) == reset


def test_a_secret_is_proven_at_a_sign_in_and_a_refresh(directory: Directory) -> None:
    made = directory.add_client(GenerateSecret=True)
    client_id, secret = made["ClientId"], made["ClientSecret"]
    assert "not received" in not_authorized(lambda: directory.sign_in(client_id=client_id))
    proof = directory.prover(client_id=client_id, secret=secret)._hash("ann")
    token = directory.tokens(client_id=client_id, **proof)["RefreshToken"]
    assert "not received" in not_authorized(lambda: directory.refresh(token, client_id))
    assert directory.refresh(token, client_id, **proof)["AccessToken"]


def test_a_challenge_is_answered_for_the_user_who_was_asked(directory: Directory) -> None:
    directory.add_user("new", permanent=False)
    asked = directory.sign_in("new")
    assert asked["ChallengeParameters"]["requiredAttributes"] == "[]"

    def answer(session: str, name: str) -> Any:
        return directory.idp.respond_to_auth_challenge(
            ClientId=directory.client_id,
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=session,
            ChallengeResponses={"USERNAME": name, "NEW_PASSWORD": WRONG},
        )

    invalid = "Invalid session for the user."
    assert not_authorized(lambda: answer(asked["Session"], "ann")) == invalid
    assert not_authorized(lambda: answer("x" * 36, "new")) == invalid
    assert "AuthenticationResult" in answer(asked["Session"], "new")
    assert "AuthenticationResult" in directory.sign_in("ann")


@pytest.mark.parametrize("kind", ["password", "proof", "administrator"])
def test_after_five_wrong_passwords_none_is_heard_for_a_while(
    aws: Execution, directory: Directory, kind: str
) -> None:
    def attempt(password: str) -> Any:
        if kind == "proof":
            return directory.prover(password=password).sign_in()
        if kind == "administrator":
            return by_admin(directory, "ann", password)
        return directory.sign_in(password=password)

    wrong = [not_authorized(lambda: attempt(WRONG)) for _ in range(FREE_ATTEMPTS)]
    assert wrong == [MESSAGE] * FREE_ATTEMPTS
    for _ in range(9):  # each second would do, but a slow machine would see the lockout end
        aws.user_pools.flows.sign_in.lockouts.failed(user_of(directory))
    assert not_authorized(lambda: attempt(PASSWORD)) == EXCEEDED
    aws.timeline.advance(1000)
    assert "AuthenticationResult" in attempt(PASSWORD)
    assert not_authorized(lambda: attempt(WRONG)) == MESSAGE
    assert "AuthenticationResult" in attempt(PASSWORD)


def test_a_lockout_doubles_up_to_fifteen_minutes_and_is_forgotten(directory: Directory) -> None:
    now, user = [0.0], user_of(directory)
    lockouts = Lockouts(lambda: now[0])

    def locked_s() -> float:
        lockouts.failed(user)
        return float(user.__dict__["failed_sign_ins"].locked_until) - now[0]

    first = [locked_s() for _ in range(20)]
    assert first[:8] == [0, 0, 0, 0, 1, 2, 4, 8]
    assert first[14:17] == [900, 900, 900]
    with pytest.raises(NotAuthorizedError, match=EXCEEDED):
        lockouts.require_open(user)
    now[0] = 900
    lockouts.require_open(user)
    assert locked_s() == 900
    now[0] = 900 + 900 + 900
    assert locked_s() == 0
