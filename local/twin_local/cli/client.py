"""The HTTP client of the twin's API: signs in, calls, and turns refusals into errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from io import RawIOBase
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from twin.api.routes import Route
from twin.errors import TwinError
from twin_local.cli.operations import Values, check_names, filled, route_at, route_of
from twin_local.cli.profile import Profile, current

Json = dict[str, Any]
Query = Mapping[str, str | int | float | tuple[str, ...]]
RETRIES = urllib3.Retry(
    3, backoff_factor=0.5, status_forcelist=(429, 502, 503, 504), raise_on_status=False
)
CONNECT_SECONDS, ANSWER_SECONDS = 30, 60
"""The storage answers the last of thousands of parts only when it has assembled them."""

CONNECTIONS = 8
PIECE_BYTES = 256 * 1024
"""What a file is read and sent in."""


class ApiUnreachable(TwinError):
    """The twin does not answer."""

    code = "API_UNREACHABLE"


class SignInFailed(TwinError):
    """The user pool refused the user."""

    code = "SIGN_IN_FAILED"
    status = 401


class ApiRefused(TwinError):
    """The API refused; code, finding and remedy are the API's."""

    def __init__(self, status: int, detail: Mapping[str, str]) -> None:
        super().__init__(
            detail.get("detail") or detail.get("message", f"the API answered {status}"),
            found=detail.get("found", ""),
            expected=detail.get("expected", ""),
            where=detail.get("where", ""),
        )
        self.status_code = status
        self.refusal_code = detail.get("code", f"HTTP_{status}")

    def to_dict(self) -> dict[str, str]:
        """Return the error under the API's own code."""
        return {**super().to_dict(), "code": self.refusal_code}

    def __str__(self) -> str:
        return super().__str__().replace(self.code, self.refusal_code, 1)


def _items(read: Callable[[Query], Json], member: str, query: Query | None) -> Iterator[Json]:
    token: str | None = None
    while True:
        page = read({**(query or {}), **({"next_token": token} if token else {})})
        yield from page[member]
        token = page.get("next_token")
        if not token:
            return


class ApiClient:
    """Calls operations of one twin's API as one user."""

    def __init__(self, profile: Profile | None = None) -> None:
        self._profile = profile or current()
        self._pool = urllib3.PoolManager(
            retries=RETRIES,
            timeout=urllib3.Timeout(CONNECT_SECONDS, read=ANSWER_SECONDS),
            maxsize=CONNECTIONS,
            blocksize=PIECE_BYTES,
        )

    def call(
        self,
        operation_id: str,
        path: Values | None = None,
        *,
        query: Query | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        """Return the answer of an operation; raise `LookupError` where it takes no such things."""
        route = route_of(operation_id)
        address = filled(route, path or {})
        return self._send_to(route, address, query=query, body=body, headers=headers)

    def get(self, path: str, query: Query | None = None) -> Json:
        """Return the answer of a GET."""
        return self._call("GET", path, query=query)

    def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """Return the answer of a POST."""
        return self._call("POST", path, body=body)

    def delete(self, path: str) -> Json:
        """Return the answer of a DELETE."""
        return self._call("DELETE", path)

    def pages(self, path: str, member: str, query: Query | None = None) -> Iterator[Json]:
        """Yield the items of all pages of a list."""
        return _items(lambda more: self.get(path, more), member, query)

    def listed(
        self, operation_id: str, path: Values, member: str, query: Query | None = None
    ) -> Iterator[Json]:
        """Yield the items of all pages of an operation's list, whatever the names in its path."""
        return _items(lambda more: self.call(operation_id, path, query=more), member, query)

    def upload(
        self, url: str, body: RawIOBase, headers: Mapping[str, str], *, size_bytes: int
    ) -> str:
        """PUT one part of a file to a presigned address, in pieces, and return its ETag."""
        sized = {**headers, "content-length": str(size_bytes)}
        answer = self._send("PUT", url, body=body, headers=sized)
        if answer.status != 200:
            raise ApiRefused(answer.status, _storage_refusal(answer.data))
        return str(answer.headers["ETag"])

    def download(self, url: str, *, start: int | None = None, end: int = 0) -> bytes:
        """Return the small file at a presigned address, or its bytes from `start` before `end`."""
        headers = {} if start is None else {"range": f"bytes={start}-{end - 1}"}
        answer = self._send("GET", url, body=None, headers=headers)
        if answer.status not in (200, 206):
            raise ApiRefused(answer.status, _storage_refusal(answer.data))
        return answer.data

    @cached_property
    def access_token(self) -> str:
        """Return a token of the user; raise `SignInFailed` where the user pool refuses."""
        if self._profile.api_key:
            return self._profile.api_key
        body = {
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": self._profile.client_id,
            "AuthParameters": {
                "USERNAME": self._profile.user,
                "PASSWORD": self._profile.password,
            },
        }
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
        }
        answer = self._send(
            "POST", f"{self._profile.cognito_url}/", body=json.dumps(body).encode(), headers=headers
        )
        result = _object(answer.data)
        if answer.status != 200 or "AuthenticationResult" not in result:
            reason = result.get("message") or result.get("ChallengeName") or answer.status
            raise SignInFailed(f"{self._profile.user} cannot sign in", found=str(reason))
        return str(result["AuthenticationResult"]["AccessToken"])

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Json:
        return self._send_to(route_at(method, path), quote(path), query=query, body=body)

    def _send_to(
        self,
        route: Route,
        path: str,
        *,
        query: Query | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        check_names(route, query or (), headers or ())
        url = f"{self._profile.api_url}{path}"
        if query:
            url = f"{url}?{urlencode(query, doseq=True)}"
        sent = {"content-type": "application/json", **(headers or {})}
        content = None if body is None else json.dumps(body).encode()
        answer = self._send_as_user(route.method, url, body=content, headers=sent)
        result = _object(answer.data)
        if answer.status >= 400:
            raise ApiRefused(answer.status, result)
        return result

    def _send_as_user(
        self, method: str, url: str, *, body: bytes | None, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        """Send a request with a token; one that ran out, as in a long upload, is replaced once."""
        token = self.access_token
        sent = {**headers, "authorization": f"Bearer {token}"}
        answer = self._send(method, url, body=body, headers=sent)
        if answer.status != 401 or self._profile.api_key:
            return answer
        if self.access_token == token:  # else another thread has signed in meanwhile
            vars(self).pop("access_token", None)
        sent["authorization"] = f"Bearer {self.access_token}"
        return self._send(method, url, body=body, headers=sent)

    def _send(
        self, method: str, url: str, *, body: bytes | RawIOBase | None, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        try:
            return self._pool.request(method, url, body=body, headers=dict(headers))
        except urllib3.exceptions.HTTPError as error:
            raise ApiUnreachable(
                "the twin does not answer",
                found=str(error),
                where="check `twin status`, and the profile",
            ) from error


def _object(data: bytes) -> Json:
    try:
        value = json.loads(data or b"{}")
    except ValueError:
        return {"message": data[:200].decode(errors="replace")}
    return value if isinstance(value, dict) else {"message": str(value)}


def _storage_refusal(data: bytes) -> dict[str, str]:
    """Return code and message of an S3 error document."""
    text = data.decode(errors="replace")

    def element(name: str) -> str:
        _, _, rest = text.partition(f"<{name}>")
        return rest.partition(f"</{name}>")[0] if rest else ""

    return {
        "code": element("Code") or "STORAGE_REFUSED",
        "message": element("Message") or text[:200],
    }
