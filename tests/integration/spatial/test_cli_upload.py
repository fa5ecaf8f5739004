"""`twin assets upload` against the real functions: parts, retries, resumption, refusals."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.integration.spatial.cli_client import Client
from tests.integration.spatial.plane import STEP, SpatialPlane
from twin_local.cli import asset_upload, file_upload, part_transfer
from twin_local.cli.client import ApiRefused, ApiUnreachable
from twin_local.cli.commands import assets
from twin_runtime.logging import logger

LARGE = STEP.replace(b"HEADER;", b"HEADER;" + b"/**/" * 2_500_000)


@pytest.fixture
def client(plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch) -> Client:
    client = Client(plane)
    monkeypatch.setattr(assets, "ApiClient", lambda: client)
    monkeypatch.setattr(asset_upload, "ApiClient", lambda: client)
    monkeypatch.setattr(file_upload, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(part_transfer, "FIRST_PAUSE_SECONDS", 0.0)
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
    (published,) = body["asset"]["files"]
    assert "model.glb" in [one["file_name"] for one in published["derivatives"]]


def test_large_file_goes_in_several_parts(client: Client, tmp_path: Path) -> None:
    assert run("upload", file(tmp_path, LARGE), "--wait").exit_code == 0
    assert sorted(client.puts) == [1, 2]


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
    client.refused_part = 2
    assert run("upload", path, "--wait").exit_code != 0
    client.refused_part = 0
    assert run("upload", path, "--wait").exit_code == 0
    assert client.puts == [1, 2]


def test_address_that_expired_is_asked_for_again(client: Client, tmp_path: Path) -> None:
    client.failures = [ApiRefused(403, {"code": "AccessDenied", "message": "has expired"})]
    assert run("upload", file(tmp_path, STEP), "--wait").exit_code == 0


def test_part_whose_answer_was_lost_is_not_sent_again(client: Client, tmp_path: Path) -> None:
    client.lose_answers = True
    assert run("upload", file(tmp_path, STEP), "--wait").exit_code == 0
    assert client.puts == [1]


def test_completion_whose_answer_was_late_is_asked_for_again(
    client: Client, tmp_path: Path
) -> None:
    client.late_completions = 2
    assert run("upload", file(tmp_path, STEP), "--wait").exit_code == 0
    assert client.puts == [1]


def test_crc_of_the_whole_is_stated(client: Client, tmp_path: Path) -> None:
    path = file(tmp_path, LARGE)
    result = run("upload", path, "--checksum", "CRC64NVME", "--wait", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["state"] == "PUBLISHED"


def test_target_of_the_upload_is_the_callers(client: Client, tmp_path: Path) -> None:
    path = file(tmp_path, STEP)
    options = ("--key", "station", "--path", "drawings/a.step", "--hold", "--json")
    body = json.loads(run("upload", path, *options).output)
    assert (body["path"], body["asset_key"], body["hold"]) == ("drawings/a.step", "station", True)


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
    assert "step_to_glb" in run("show", "pump").output
    assert "step_to_glb" in run("converters").output
