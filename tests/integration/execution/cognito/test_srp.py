"""USER_SRP_AUTH: only who knows the password can prove it."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.integration.execution.cognito.conftest import (
    MESSAGE,
    PASSWORD,
    WRONG,
    Directory,
    claims,
    not_authorized,
    refused,
)
from tests.integration.execution.cognito.srp_client import N
from twin_local.execution.cognito.keys import PoolKeys


def test_the_right_password_is_proven(directory: Directory) -> None:
    result = directory.prover().sign_in()["AuthenticationResult"]
    assert claims(result["IdToken"])["cognito:username"] == "ann"
    assert directory.idp.get_user(AccessToken=result["AccessToken"])["Username"] == "ann"
    assert directory.refresh(result["RefreshToken"])["AccessToken"]


def test_a_wrong_password_is_refused(directory: Directory) -> None:
    assert not_authorized(directory.prover(password=WRONG).sign_in) == MESSAGE


@pytest.mark.parametrize("changed", ["PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP", "USERNAME"])
def test_a_changed_claim_is_refused(directory: Directory, changed: str) -> None:
    prover = directory.prover()
    answers = prover.answers(prover.begin())
    other = base64.b64encode(bytes(32)).decode()
    assert not_authorized(lambda: prover.respond({**answers, changed: other})) == MESSAGE


def test_a_proof_is_good_once(directory: Directory) -> None:
    prover = directory.prover()
    answers = prover.answers(prover.begin())
    assert "AuthenticationResult" in prover.respond(answers)
    assert not_authorized(lambda: prover.respond(answers)) == MESSAGE


def test_a_proof_is_for_the_client_that_asked(directory: Directory) -> None:
    prover = directory.prover()
    answers = prover.answers(prover.begin())
    other = directory.prover(client_id=directory.add_client()["ClientId"])
    assert not_authorized(lambda: other.respond(answers)) == MESSAGE


@pytest.mark.parametrize("number", ["0", f"{N:x}", f"{2 * N:x}", "not-a-number"])
def test_a_number_that_would_tell_the_key_is_refused(directory: Directory, number: str) -> None:
    def begin() -> Any:
        return directory.idp.initiate_auth(
            ClientId=directory.client_id,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": "ann", "SRP_A": number},
        )

    assert refused(begin)[0] == "InvalidParameterException"


def test_an_unknown_user_is_told_unless_the_client_hides_it(directory: Directory) -> None:
    assert refused(directory.prover("bob").begin) == (
        "UserNotFoundException",
        "User does not exist.",
    )
    hiding = directory.add_client(PreventUserExistenceErrors="ENABLED")["ClientId"]
    prover = directory.prover("bob", client_id=hiding)
    first, second = prover.begin(), prover.begin()
    same = ("SALT", "USERNAME", "USER_ID_FOR_SRP")
    assert [first[name] for name in same] == [second[name] for name in same]
    assert first.keys() == directory.prover(client_id=hiding).begin().keys()
    assert not_authorized(lambda: prover.respond(prover.answers(second))) == MESSAGE


def test_the_salt_of_a_user_stays(directory: Directory) -> None:
    first, second = directory.prover().begin(), directory.prover().begin()
    assert first["SALT"] == second["SALT"]
    assert first["SRP_B"] != second["SRP_B"]


def test_a_client_with_a_secret_proves_it_too(directory: Directory) -> None:
    made = directory.add_client(GenerateSecret=True)
    client_id, secret = made["ClientId"], made["ClientSecret"]
    right = directory.prover(client_id=client_id, secret=secret)
    assert "AuthenticationResult" in right.sign_in()
    missing = directory.prover(client_id=client_id)
    assert not_authorized(missing.begin) == (
        f"Client {client_id} is configured with secret but SECRET_HASH was not received"
    )
    wrong = directory.prover(client_id=client_id, secret="x")
    assert not_authorized(wrong.begin) == f"Unable to verify secret hash for client {client_id}"
    answers = right.answers(right.begin())
    del answers["SECRET_HASH"]
    assert "not received" in not_authorized(lambda: right.respond(answers))


def test_a_temporary_password_leads_to_a_new_one(directory: Directory) -> None:
    directory.add_user("new", permanent=False)
    asked = directory.prover("new").sign_in()
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert asked["ChallengeParameters"]["USER_ID_FOR_SRP"] == "new"
    done = directory.idp.respond_to_auth_challenge(
        ClientId=directory.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "new", "NEW_PASSWORD": WRONG},
    )
    assert "AuthenticationResult" in done
    assert "AuthenticationResult" in directory.prover("new", WRONG).sign_in()
    assert not_authorized(directory.prover("new", PASSWORD).sign_in) == MESSAGE


def test_a_user_is_known_by_an_address_and_proves_by_the_name(directory: Directory) -> None:
    idp = directory.idp
    pool_id = idp.create_user_pool(PoolName="m", UsernameAttributes=["email"])["UserPool"]["Id"]
    made = idp.create_user_pool_client(UserPoolId=pool_id, ClientName="c")["UserPoolClient"]
    mail = Directory(idp, pool_id, made["ClientId"])
    mail.add_user("ann@example.com")
    assert mail.prover("ann@example.com").begin()["USER_ID_FOR_SRP"] != "ann@example.com"
    assert "AuthenticationResult" in mail.prover("ann@example.com").sign_in()
    assert not_authorized(mail.prover("ann@example.com", WRONG).sign_in) == MESSAGE
    idp.delete_user_pool(UserPoolId=pool_id)


def test_secrets_of_a_pool_stay_and_differ_by_purpose(tmp_path: Any) -> None:
    first, second = PoolKeys(tmp_path).of("p"), PoolKeys(tmp_path).of("p")
    assert first.secret(b"a") == second.secret(b"a")
    assert first.secret(b"a") != first.secret(b"b")
