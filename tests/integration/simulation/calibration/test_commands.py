"""`twin models calibrate|calibrations|report|cancel-calibration` over the API's function."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import urllib3
from click.testing import CliRunner

from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.calibration.test_faults import prepared, write_decision
from tests.integration.simulation.plane import MODEL_ID
from twin.recalibration.order import PAGE, PLOTS, REPORT
from twin_local.cli import calibration_commands
from twin_local.cli.client import ApiClient
from twin_local.cli.main import main
from twin_local.cli.operations import route_at
from twin_local.cli.profile import Profile
from twin_runtime import clients

API = "https://twin.test"


class FunctionClient(ApiClient):
    """Calls the API's function in this process, and everything else by HTTP."""

    loop: ClassVar[CalibrationLoop]

    def __init__(self) -> None:
        super().__init__(Profile(API, "", "", "", "", "key"))

    def _send(self, method: str, url: str, *, body: Any, headers: Any) -> Any:  # noqa: ANN401
        if not url.startswith(API):
            return super()._send(method, url, body=body, headers=headers)
        address = urlsplit(url)
        route = route_at(method, address.path)
        names = re.sub(r"\\\{([^}]+)\\\}", r"(?P<\1>[^/]+)", re.escape(route.path))
        found = re.fullmatch(names, address.path)
        assert found is not None
        status, answer = self.loop.call(
            method,
            route.path,
            None if body is None else json.loads(body),
            path={name: unquote(value) for name, value in found.groupdict().items()},
            query=parse_qs(address.query) or None,
        )
        return urllib3.HTTPResponse(body=json.dumps(answer).encode(), status=status)


@pytest.fixture
def shell(loop: CalibrationLoop, monkeypatch: pytest.MonkeyPatch) -> Iterator[CalibrationLoop]:
    FunctionClient.loop = loop
    monkeypatch.setattr(calibration_commands, "ApiClient", FunctionClient)
    yield loop


def twin(*words: str, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
    done = CliRunner().invoke(main, ["models", *words, "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_calibrations_are_started_listed_and_cancelled(shell: CalibrationLoop) -> None:
    started = twin("calibrate", MODEL_ID, "--key", "k")
    assert twin("calibrate", MODEL_ID, "--key", "k") == started
    (listed,) = twin("calibrations", MODEL_ID)["calibrations"]
    assert listed == started
    cancelled = twin("cancel-calibration", started["calibration_id"])
    assert cancelled["state"] == "CANCELLED"
    assert twin("calibration", started["calibration_id"]) == cancelled


def test_waiting_ends_with_the_calibration(shell: CalibrationLoop) -> None:
    twin("calibrate", MODEL_ID, "--key", "k")
    (one,) = twin("calibrations")["calibrations"]
    shell.window(one["calibration_id"])  # nothing was measured
    found = twin("calibrate", MODEL_ID, "--key", "k", "--wait")
    assert found["state"] == "REFUSED"
    done = CliRunner().invoke(main, ["models", "calibration", one["calibration_id"]])
    assert "CALIBRATION_WINDOW_GAPS flow" in done.output


def test_report_is_fetched_into_a_folder(shell: CalibrationLoop, tmp_path: Path) -> None:
    calibration_id = prepared(shell)
    write_decision(shell, calibration_id)
    shell.decide(calibration_id)
    for name in (PAGE, REPORT, *PLOTS):
        key = f"calibrations/{calibration_id}/{name}"
        clients.s3().put_object(Bucket="models", Key=key, Body=name.encode())
    twin("report", calibration_id, "-o", str(tmp_path / "report"))
    assert (tmp_path / "report" / PAGE).read_text() == PAGE
    assert len(list((tmp_path / "report").iterdir())) == 3 + len(PLOTS)
