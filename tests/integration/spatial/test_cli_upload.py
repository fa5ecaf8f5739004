"""`twin assets upload` against the real functions: parts, retries, resumption, refusals."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click.testing import CliRunner, Result

from tests.integration.spatial.plane import STEP, SpatialPlane
from twin_local.cli import file_upload
from twin_local.cli.client import ApiRefused, ApiUnreachable
from twin_local.cli.commands import assets
from twin_runtime import clients
from twin_runtime.logging import logger

LARGE = STEP.replace(b"HEADER;", b"HEADER;" + b"/**/" * 2_500_000)
ROUTES = {
    ("POST", 1): "/uploads",
    ("GET", 2): "/uploads/{upload_id}",
    ("POST", 3): "/uploads/{upload_id}/complete",
}


@dataclass
class Client:
    """The command line's client, with the functions on the other side instead of a network."""

    plane: SpatialPlane
    failures: list[Exception] = field(default_factory=list)
    puts: list[int] = field(default_factory=list)
    convert: bool = True

    def get(self, path: str, query: object = None) -> Any:  # noqa: ANN401 - any JSON
        parts = path.strip("/").split("/")
        if parts[0] == "uploads":
            self._work(parts[1])
            return self._call("GET", ROUTES["GET", 2], {"upload_id": parts[1]})
        resource = {1: f"/{parts[0]}", 2: "/assets/{asset_key}"}[len(parts)]
        return self._call("GET", resource, {"asset_key": parts[-1]})

    def post(self, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        parts = path.strip("/").split("/")
        resource = ROUTES["POST", len(parts)]
        return self._call("POST", resource, {"upload_id": ([*parts, ""])[1]}, body)

    def pages(self, path: str, member: str, query: object = None) -> Any:  # noqa: ANN401
        yield from self._call("GET", path, {})[member]

    def upload(self, url: str, body: bytes, headers: Mapping[str, str]) -> str:
        if self.failures:
            raise self.failures.pop(0)
        address = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        answer = clients.s3().upload_part(
            Bucket="uploads",
            Key=unquote(address.path).lstrip("/").removeprefix("uploads.s3/"),
            UploadId=query["uploadId"],
            PartNumber=int(query["partNumber"]),
            Body=body,
            ChecksumSHA256=headers["x-amz-checksum-sha256"],
        )
        self.puts.append(int(query["partNumber"]))
        return answer["ETag"]

    def _call(self, method: str, resource: str, path: dict[str, str], body: object = None) -> Any:  # noqa: ANN401
        status, answer = self.plane.call(method, resource, body, path)
        if status >= 400:
            raise ApiRefused(status, answer["error"])
        return answer

    def _work(self, upload_id: str) -> None:
        """Run the workflow, as it runs while the command line waits."""
        outcome = self.plane.inspect(upload_id)
        if outcome["decision"] == "reject":
            self.plane.fail(outcome)
        elif outcome["decision"] == "convert" and self.convert:
            self.plane.convert(outcome)
            self.plane.publish(outcome)


@pytest.fixture
def client(plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch) -> Client:
    client = Client(plane)
    monkeypatch.setattr(assets, "ApiClient", lambda: client)
    monkeypatch.setattr(file_upload, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(file_upload, "FIRST_PAUSE_SECONDS", 0.0)
    # The functions run in this process: their log is not what the command prints.
    monkeypatch.setattr(logger(), "handlers", [logging.NullHandler()])
    return client


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(assets.command, [str(argument) for argument in arguments])


def file(folder: Path, content: bytes, name: str = "pump.step") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_upload_that_waits_ends_with_the_published_asset(client: Client, tmp_path: Path) -> None:
    result = run("upload", file(tmp_path, STEP), "--key", "station", "--wait", "--json")
    assert result.exit_code == 0, result.output
    body = json.loads(result.output)
    assert (body["state"], body["asset"]["asset_key"]) == ("PUBLISHED", "station")
    assert "model.glb" in [one["file_name"] for one in body["asset"]["files"]]


def test_large_file_goes_in_several_parts(client: Client, tmp_path: Path) -> None:
    assert run("upload", file(tmp_path, LARGE), "--wait").exit_code == 0
    assert client.puts == [1, 2]


def test_failed_part_is_tried_again(client: Client, tmp_path: Path) -> None:
    client.failures = [ApiUnreachable("gone"), ApiRefused(503, {"code": "SlowDown"})]
    assert run("upload", file(tmp_path, STEP), "--wait").exit_code == 0


def test_refused_part_is_not_tried_again(client: Client, tmp_path: Path) -> None:
    client.failures = [ApiRefused(400, {"code": "BadDigest", "message": "changed on the way"})]
    result = run("upload", file(tmp_path, STEP), "--wait")
    assert isinstance(result.exception, ApiRefused)
    assert result.exception.to_dict()["code"] == "BadDigest"
    assert client.puts == []


def test_broken_upload_goes_on_with_the_missing_parts(client: Client, tmp_path: Path) -> None:
    path = file(tmp_path, LARGE)
    upload = client.upload

    def break_after_first(url: str, body: bytes, headers: Mapping[str, str]) -> str:
        if client.puts:
            raise ApiRefused(403, {"code": "AccessDenied"})
        return upload(url, body, headers)

    client.upload = break_after_first  # type: ignore[method-assign]
    assert run("upload", path, "--wait").exit_code != 0
    client.upload = upload  # type: ignore[method-assign]
    assert run("upload", path, "--wait").exit_code == 0
    assert client.puts == [1, 2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "UPLOAD_EMPTY"),
        (STEP[:60], "STEP_TRUNCATED"),
        (b"only a text", "CONTENT_NOT_AS_NAMED"),
    ],
)
def test_bad_file_ends_with_its_code_and_publishes_nothing(
    client: Client, tmp_path: Path, content: bytes, code: str
) -> None:
    result = run("upload", file(tmp_path, content), "--wait", "--json")
    assert result.exit_code == 1
    assert isinstance(result.exception, ApiRefused)
    assert result.exception.to_dict()["code"] == code
    assert client.plane.assets() == []


def test_conversion_that_does_not_end_is_reported_as_pending(
    client: Client, tmp_path: Path
) -> None:
    client.convert = False
    result = run("upload", file(tmp_path, STEP), "--wait", "--timeout", "0")
    assert isinstance(result.exception, file_upload.ConversionPending)


def test_catalogue_and_converters_are_printed(client: Client, tmp_path: Path) -> None:
    run("upload", file(tmp_path, STEP), "--wait")
    assert "pump" in run("list").output
    assert json.loads(run("list", "--json").output)["assets"][0]["version"] == 1
    assert "model.glb" in run("show", "pump").output
    assert "step_to_glb" in run("converters").output
