"""A browser, and a user pool with a domain to sign in at."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import urllib3

BACK = "http://127.0.0.1:9/back"
SCOPES = ["openid", "email", "aws.cognito.signin.user.admin"]
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)


@dataclass
class Browser:
    """Keeps cookies and does not follow redirections."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, url: str, form: dict[str, str] | None = None) -> Any:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        target = url if url.startswith("http") else self.base + url
        body = urlencode(form) if form is not None else None
        answer = urllib3.request(method, target, body=body, headers=headers, redirect=False)
        for cookie in answer.headers.getlist("Set-Cookie"):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def submit(self, page: Any, url: str, **values: str) -> Any:
        """Send the form of a page with its hidden fields."""
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.data.decode()))
        return self.send("POST", url, {**hidden, **values})


@dataclass(frozen=True)
class Hosted:
    """A pool with a domain, a public client and one with a secret."""

    base: str
    pool_id: str
    public: str
    client_id: str
    secret: str

    def authorize(self, **more: str) -> str:
        query = {
            "client_id": self.public,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "openid email",
            "state": "s t",
            "nonce": "n",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **more,
        }
        return "/oauth2/authorize?" + urlencode({k: v for k, v in query.items() if v})
