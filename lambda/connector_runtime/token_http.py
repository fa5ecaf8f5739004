"""Requests over HTTPS with a token from Secrets Manager."""

from __future__ import annotations

import json

import boto3
import urllib3
from botocore.config import Config

from twin.connectors.errors import SourceUnavailable
from twin.connectors.http import HttpRequest, HttpResponse

UNAUTHORIZED = (401, 403)
CONNECT_SECONDS, READ_SECONDS = 3.0, 20.0


class TokenHttp:
    """Sends requests with the token of a secret; a token that was changed is read again."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._token: str | None = None
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            retries=urllib3.Retry(total=1, redirect=0, status=0, raise_on_redirect=False),
        )

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request and return the answer, whatever its status.

        Raises:
            SourceUnavailable: there was none.
        """
        known = self._token is not None
        response = self._send(request)
        if response.status in UNAUTHORIZED and known:
            self._token = None
            response = self._send(request)
        return response

    def _send(self, request: HttpRequest) -> HttpResponse:
        if self._token is None:
            self._token = read_token(self._secret)
        headers = {**request.headers, "Authorization": f"{request.scheme} {self._token}"}
        try:
            answer = self._pool.request("POST", request.url, body=request.body, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise SourceUnavailable(
                "the database did not answer", found=type(error).__name__, expected=request.url
            ) from error
        return HttpResponse(answer.status, answer.data)


def read_token(secret: str) -> str:
    """Return the token of a secret: its whole text, or the member `token` of a JSON object."""
    client = boto3.client("secretsmanager", config=Config(connect_timeout=3, read_timeout=5))
    text = str(client.get_secret_value(SecretId=secret)["SecretString"])
    if not text.startswith("{"):
        return text.strip()
    return str(json.loads(text)["token"])
