"""A small OpenID provider: discovery, authorization, tokens, keys and user info."""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "twin", "the client's secret"


def new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class OpenIdServer:
    """The provider; whoever comes is `person`, and `spoil` changes the claims of ID tokens."""

    person: dict[str, Any] = field(default_factory=dict)
    spoil: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] | None = None
    refuse: str = ""
    key: RSAPrivateKey = field(default_factory=new_key)
    signing_key: RSAPrivateKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None

    @property
    def issuer(self) -> str:
        assert self._server
        return f"http://127.0.0.1:{self._server.server_address[1]}/realm"

    def start(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, query = urlsplit(self.path).path, urlsplit(self.path).query
                provider.get(self, path.removeprefix("/realm"), dict(parse_qsl(query)))

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                form = dict(parse_qsl(self.rfile.read(size).decode()))
                provider.token(self, form)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        assert self._server
        self._server.shutdown()
        self._server.server_close()

    def get(self, handler: BaseHTTPRequestHandler, path: str, query: dict[str, str]) -> None:
        if path == "/.well-known/openid-configuration":
            endpoints = {
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
            }
            _json(handler, {"issuer": self.issuer, **endpoints})
        elif path == "/keys":
            jwk = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            _json(handler, {"keys": [{**jwk, "kid": "k1", "alg": "RS256", "use": "sig"}]})
        elif path == "/userinfo":
            given = self.person if self.info is None else self.info
            _json(handler, {name: value for name, value in given.items() if name != "groups"})
        else:
            self._authorize(handler, query)

    def _authorize(self, handler: BaseHTTPRequestHandler, query: dict[str, str]) -> None:
        assert query["response_type"] == "code", query
        assert query["client_id"] == CLIENT, query
        back = {"state": query["state"]}
        if self.refuse:
            back["error"] = self.refuse
        else:
            back["code"] = secrets.token_hex(8)
            self.codes[back["code"]] = query
        handler.send_response(302)
        handler.send_header("Location", f"{query['redirect_uri']}?{urlencode(back)}")
        handler.end_headers()

    def token(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        asked = self.codes.pop(form["code"], None)
        right = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not right or asked["redirect_uri"] != form["redirect_uri"]:
            _json(handler, {"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {
            **self.person,
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.spoil,
        }
        key = self.signing_key or self.key
        id_token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k1"})
        _json(handler, {"id_token": id_token, "access_token": "opaque", "token_type": "Bearer"})


def _json(handler: BaseHTTPRequestHandler, content: dict[str, Any], status: int = 200) -> None:
    body = json.dumps(content).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
