"""Signature Version 4 is checked as AWS checks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from twin_local.execution.signatures import SignatureRefused, SignatureVerifier, SignedRequest

SECRETS = {("AKIA1", None): "secret", ("ASIA2", "token"): "other"}
URL, BODY = "https://events.example.com/event?b=2&a=1", b'{"channel":"/a"}'


def verifier(ahead: timedelta = timedelta(0)) -> SignatureVerifier:
    return SignatureVerifier(
        lambda key, token: SECRETS.get((key, token)), now=lambda: datetime.now(UTC) + ahead
    )


def signed(credentials: Credentials) -> SignedRequest:
    request = AWSRequest("POST", URL, data=BODY, headers={"content-type": "application/json"})
    SigV4Auth(credentials, "appsync", "eu-central-1").add_auth(request)
    headers = {**dict(request.headers), "host": "events.example.com"}
    return SignedRequest("POST", URL, headers, BODY)


@pytest.mark.parametrize("key", SECRETS)
def test_a_good_signature_names_its_key(key: tuple[str, str | None]) -> None:
    request = signed(Credentials(key[0], SECRETS[key], key[1]))
    assert verifier().verify(request) == key[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"body": b'{"channel":"/b"}'},
        {"method": "PUT"},
        {"url": URL.replace("a=1", "a=3")},
        {"url": URL.replace("/event", "/events")},
    ],
)
def test_a_changed_request_is_refused(changed: dict[str, bytes]) -> None:
    request = replace(signed(Credentials("AKIA1", "secret")), **changed)  # type: ignore[arg-type]
    with pytest.raises(SignatureRefused, match="does not match"):
        verifier().verify(request)


def test_a_changed_header_is_refused() -> None:
    request = signed(Credentials("AKIA1", "secret"))
    changed = {**request.headers, "content-type": "text/plain"}
    with pytest.raises(SignatureRefused, match="does not match"):
        verifier().verify(replace(request, headers=changed))


def test_a_stated_digest_must_be_that_of_the_body() -> None:
    request = signed(Credentials("AKIA1", "secret"))
    headers = {**request.headers, "x-amz-content-sha256": "00" * 32}
    with pytest.raises(SignatureRefused, match="sha256"):
        verifier().verify(replace(request, headers=headers))


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_an_old_or_future_signature_is_refused(ahead: timedelta) -> None:
    with pytest.raises(SignatureRefused, match="expired"):
        verifier(ahead).verify(signed(Credentials("AKIA1", "secret")))


@pytest.mark.parametrize(
    "credentials",
    [Credentials("AKIA9", "secret"), Credentials("ASIA2", "other", "stolen")],
)
def test_an_unknown_key_or_token_is_refused(credentials: Credentials) -> None:
    with pytest.raises(SignatureRefused, match="invalid"):
        verifier().verify(signed(credentials))


def test_a_wrong_secret_is_refused() -> None:
    with pytest.raises(SignatureRefused, match="does not match"):
        verifier().verify(signed(Credentials("AKIA1", "guessed")))


@pytest.mark.parametrize("header", ["", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b"])
def test_no_signature_is_refused(header: str) -> None:
    request = SignedRequest("POST", URL, {"authorization": header}, BODY)
    with pytest.raises(SignatureRefused, match="no valid"):
        verifier().verify(request)
