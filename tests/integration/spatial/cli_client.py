"""The command line's client, with the functions and an S3 in this process on the other side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import RawIOBase
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3

from tests.integration.spatial.plane import SpatialPlane
from twin.api.routes import ROUTES
from twin_local.cli.client import ApiClient
from twin_local.cli.profile import Profile
from twin_runtime import clients

API = "https://twin.test"
MEMBERS = {
    "x-amz-checksum-sha256": "ChecksumSHA256",
    "x-amz-checksum-crc64nvme": "ChecksumCRC64NVME",
}


class Client(ApiClient):
    """The client of one plane. `failures` are what the next parts end with, `puts` what is stored.

    `lose_answers` stores parts and does not say so; `late_completions` are answered with 504. The
    workflow runs while the command line asks for the state of an upload; with `convert` off it
    never ends.
    """

    def __init__(self, plane: SpatialPlane) -> None:
        super().__init__(
            Profile(api_url=API, cognito_url="", client_id="", user="", password="", api_key="key")
        )
        self.plane = plane
        self.failures: list[Exception] = []
        self.refused_part = 0
        self.puts: list[int] = []
        self.lose_answers = False
        self.convert = True
        self.late_completions = 0

    def _send(
        self, method: str, url: str, *, body: bytes | RawIOBase | None, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        address = urlsplit(url)
        if url.startswith(API):
            return self._ask(method, address.path, address.query, body, dict(headers))
        if method == "PUT":
            return self._put(url, body, headers)
        key = unquote(address.path).lstrip("/").removeprefix("assets.s3/")
        ranged: Any = {"Range": headers["range"]} if "range" in headers else {}
        found = clients.s3().get_object(Bucket="assets", Key=key, **ranged)["Body"].read()
        return urllib3.HTTPResponse(body=found, status=206 if ranged else 200)

    def _ask(
        self,
        method: str,
        path: str,
        query: str,
        body: Any,  # noqa: ANN401 - bytes of a request
        headers: dict[str, str],
    ) -> urllib3.HTTPResponse:
        template, values = _route(method, path)
        if (method, template) == ("GET", "/uploads/{upload_id}"):
            self._work(values["upload_id"])
        content = json.loads(body) if body else None
        reply = self.plane.ask(method, template, content, values, parse_qs(query), headers=headers)
        if template.endswith("/complete") and self.late_completions:
            self.late_completions -= 1
            return urllib3.HTTPResponse(body=b"{}", status=504)
        return urllib3.HTTPResponse(body=json.dumps(reply.body).encode(), status=reply.status)

    def _put(
        self,
        url: str,
        body: Any,  # noqa: ANN401 - a part to read
        headers: Mapping[str, str],
    ) -> urllib3.HTTPResponse:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        number = int(query["partNumber"])
        if self.failures:
            raise self.failures.pop(0)
        if number == self.refused_part:
            return urllib3.HTTPResponse(body=b"<Code>AccessDenied</Code>", status=403)
        stated: Any = {MEMBERS[name]: text for name, text in headers.items() if name in MEMBERS}
        content = body.read()
        assert len(content) == int(headers["content-length"])
        answer = clients.s3().upload_part(
            Bucket="uploads",
            Key=unquote(urlsplit(url).path).lstrip("/").removeprefix("uploads.s3/"),
            UploadId=query["uploadId"],
            PartNumber=number,
            Body=content,
            **stated,
        )
        self.puts.append(number)
        if self.lose_answers:
            return urllib3.HTTPResponse(body=b"<Code>SlowDown</Code>", status=503)
        return urllib3.HTTPResponse(body=b"", status=200, headers={"ETag": answer["ETag"]})

    def _work(self, upload_id: str) -> None:
        """Run the workflow, as it runs while the command line waits."""
        outcome = self.plane.inspect(upload_id)
        if outcome["decision"] == "reject":
            self.plane.fail(outcome)
        elif outcome["decision"] == "publish":
            self.plane.publish(outcome)
        elif outcome["decision"] == "convert" and self.convert:
            self.plane.convert(outcome)
            self.plane.publish(outcome)


def _route(method: str, path: str) -> tuple[str, dict[str, str]]:
    """Return the route of a path, and what stands in its places."""
    names = [unquote(name) for name in path.split("/")]
    for route in ROUTES:
        places = route.path.split("/")
        pairs = list(zip(places, names, strict=False))
        same = all(place == name or place.startswith("{") for place, name in pairs)
        if route.method == method and len(places) == len(names) and same:
            values = {place[1:-1]: name for place, name in pairs if place.startswith("{")}
            return route.path, values
    raise AssertionError(f"no route {method} {path}")
