"""The HTTP client of the twin's API: signs in, calls, and turns refusals into errors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from twin.errors import TwinError
from twin_local.cli.profile import Profile, current

Json = dict[str, Any]
Query = Mapping[str, str | int | float | tuple[str, ...]]
RETRIES = urllib3.Retry(
    3, backoff_factor=0.5, status_forcelist=(429, 502, 503, 504), raise_on_status=False
)


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
            detail.get("message", f"the API answered {status}"),
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


class ApiClient:
    """Calls operations of one twin's API as one user."""

    def __init__(self, profile: Profile | None = None) -> None:
        self._profile = profile or current()
        self._pool = urllib3.PoolManager(retries=RETRIES, timeout=urllib3.Timeout(30))

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
        token: str | None = None
        while True:
            page = self.get(path, {**(query or {}), **({"next_token": token} if token else {})})
            yield from page[member]
            token = page.get("next_token")
            if not token:
                return

    def upload(self, url: str, body: bytes, headers: Mapping[str, str]) -> str:
        """PUT one part to a presigned address and return its ETag."""
        answer = self._send("PUT", url, body=body, headers=headers)
        if answer.status != 200:
            raise ApiRefused(answer.status, _storage_refusal(answer.data))
        return str(answer.headers["ETag"])

    @cached_property
    def _token(self) -> str:
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
        url = f"{self._profile.api_url}{quote(path)}"
        if query:
            url = f"{url}?{urlencode(query, doseq=True)}"
        headers = {"authorization": f"Bearer {self._token}", "content-type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        answer = self._send(method, url, body=content, headers=headers)
        result = _object(answer.data)
        if answer.status >= 400:
            raise ApiRefused(answer.status, result.get("error") or result)
        return result

    def _send(
        self, method: str, url: str, *, body: bytes | None, headers: Mapping[str, str]
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
