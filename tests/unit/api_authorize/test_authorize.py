"""Only a token that the user pool signed for this client, in time, opens the API."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from api_authorize import handler as handler_module
from api_authorize import token as token_module
from api_authorize.handler import handler
from cedar_runtime.engine import site_engine
from tests.unit.api_authorize.accounts import DOCUMENT, Accounts, Stored
from twin_runtime.site import site

POOL, CLIENT, REGION = "us-east-1_Example", "client-1", "us-east-1"
ISSUER = f"https://cognito-idp.{REGION}.amazonaws.com/{POOL}"
METHOD = f"arn:aws:execute-api:{REGION}:111111111111:abc123/api/GET/alarms"
Tokens = Callable[..., str]


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def other_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def accounts() -> Accounts:
    return Accounts({"olga": ("6d1e", ["operator"])})


@pytest.fixture
def stored() -> Stored:
    return Stored({})


@pytest.fixture(scope="module")
def pool_server(key: rsa.RSAPrivateKey) -> Iterator[HTTPServer]:
    """Serve the pool's public keys as Cognito does."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    body = json.dumps({"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}).encode()

    class Keys(BaseHTTPRequestHandler):
        asked: list[tuple[str, str | None]] = []  # noqa: RUF012 - read by the tests

        def do_GET(self) -> None:
            Keys.asked.append((self.path, self.headers["Host"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Keys)
    server.asked = Keys.asked  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def environment(
    monkeypatch: pytest.MonkeyPatch,
    pool_server: HTTPServer,
    tmp_path: Path,
    accounts: Accounts,
    stored: Stored,
) -> None:
    (tmp_path / "site.json").write_text(DOCUMENT.to_json(), encoding="utf-8")
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{pool_server.server_port}",
        "AWS_REGION": REGION,
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "USER_POOL_ID": POOL,
        "USER_POOL_CLIENT_IDS": f"sso-client,{CLIENT}",
        "MACHINE_CLIENTS": json.dumps({"historian": "program-1", "gone": "program-2"}),
        "ACCESS_KEYS_TABLE": "keys",
    }.items():
        monkeypatch.setenv(name, value)
    for cached in (token_module._keys, handler_module._callers, site_engine, site):
        cached.cache_clear()
    monkeypatch.setattr(handler_module, "cognito", lambda: accounts)
    monkeypatch.setattr(handler_module, "dynamodb", lambda: None)
    monkeypatch.setattr(handler_module, "KeyStore", lambda client, table: stored)


@pytest.fixture
def sign(key: rsa.RSAPrivateKey) -> Tokens:
    """Return a function that signs an access token, with changed claims where asked."""

    def make(*, by: rsa.RSAPrivateKey = key, kid: str = "k1", **changes: object) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "sub": "6d1e",
            "username": "olga",
            "iss": ISSUER,
            "client_id": CLIENT,
            "token_use": "access",
            "iat": now,
            "exp": now + 3600,
            "cognito:groups": ["operator"],
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, by, algorithm="RS256", headers={"kid": kid})

    return make


def event(token: str) -> dict[str, Any]:
    return {"type": "TOKEN", "authorizationToken": f"Bearer {token}", "methodArn": METHOD}


def test_a_good_token_tells_who_calls(sign: Tokens) -> None:
    answer = handler(event(sign()), None)
    assert answer["principalId"] == "6d1e"
    context = answer["context"]
    assert (context["subject"], context["name"], context["role"]) == ("6d1e", "olga", "operator")
    assert (context["kind"], json.loads(context["groups"])) == ("user", ["operator"])


def test_keys_are_asked_of_the_pool_s_host_once(sign: Tokens, pool_server: HTTPServer) -> None:
    asked = pool_server.asked  # type: ignore[attr-defined]
    asked.clear()
    handler(event(sign()), None)
    handler(event(sign()), None)
    assert asked == [(f"/{POOL}/.well-known/jwks.json", f"cognito-idp.{REGION}.amazonaws.com")]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"exp": int(time.time()) - 5}, id="expired"),
        pytest.param({"iss": ISSUER.replace("Example", "Other")}, id="another pool"),
        pytest.param({"client_id": "client-2"}, id="another client"),
        pytest.param({"client_id": None}, id="no client"),
        pytest.param({"token_use": "id"}, id="an identity token"),
        pytest.param({"exp": None}, id="without an end"),
        pytest.param({"username": None}, id="without a name"),
        pytest.param({"username": "olaf"}, id="of a user who is gone"),
        pytest.param({"sub": "7e2f"}, id="of an earlier user of the same name"),
        pytest.param({"kid": "k2"}, id="an unknown key"),
    ],
)
def test_a_token_that_is_wrong_in_one_thing_is_refused(
    sign: Tokens, changes: dict[str, Any]
) -> None:
    with pytest.raises(PermissionError, match=r"^Unauthorized$"):
        handler(event(sign(**changes)), None)


def test_a_token_of_another_signer_is_refused(sign: Tokens, other_key: rsa.RSAPrivateKey) -> None:
    with pytest.raises(PermissionError, match=r"^Unauthorized$"):
        handler(event(sign(by=other_key)), None)


def test_a_token_that_asks_not_to_be_verified_is_refused() -> None:
    claims = {"sub": "6d1e", "username": "olga", "iss": ISSUER, "client_id": CLIENT}
    unsigned = jwt.encode(
        {**claims, "token_use": "access", "exp": int(time.time()) + 60},
        key="",
        algorithm="none",
        headers={"kid": "k1"},
    )
    with pytest.raises(PermissionError, match=r"^Unauthorized$"):
        handler(event(unsigned), None)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic b2xnYTpwdw==", "Bearer a.b"])
def test_a_header_that_is_no_bearer_token_is_refused(header: str) -> None:
    with pytest.raises(PermissionError, match=r"^Unauthorized$"):
        handler({"authorizationToken": header, "methodArn": METHOD}, None)


def test_an_outage_of_the_pool_is_not_the_caller_s_fault(
    sign: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(jwt.PyJWKClientConnectionError):
        handler(event(sign()), None)
