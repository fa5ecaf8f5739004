"""What `twin run sweep` and its like send, print and refuse."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import urllib3
from click.testing import CliRunner

from twin_local.cli import study_commands
from twin_local.cli.client import ApiClient
from twin_local.cli.commands.run import command
from twin_local.cli.profile import Profile
from twin_local.cli.study_design import axis_of
from twin_local.cli.study_files import ResultsDamaged

STUDY = {
    "study_id": "0f" * 16,
    "model_id": "P-101.pump",
    "design": "grid",
    "state": "SUCCEEDED",
    "counts": {"accepted": 9, "done": 8, "failed": 1, "pending": 0},
    "was_cached": False,
    "error": None,
    "requested_at": 1.0,
    "usage": {
        "jobs": 1,
        "processor_seconds": 1.5,
        "cost_usd": 0.0002,
        "prices_of": "2026-07-01",
    },
}
CONTENT = b"PAR1 rows PAR1"


class Twin(ApiClient):
    """Answers from a table, and remembers what was sent."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__(Profile("https://twin.test", "", "", "", "", "key"))
        self.answers = answers
        self.sent: list[tuple[str, str, Any]] = []

    def _send(
        self, method: str, url: str, *, body: object, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        path = url.removeprefix("https://twin.test").partition("?")[0]
        self.sent.append((method, path, json.loads(body) if isinstance(body, bytes) else None))
        answer = self.answers[f"{method} {path}"]
        one = answer.pop(0) if isinstance(answer, list) else answer
        if isinstance(one, bytes):
            first, last = headers["range"].removeprefix("bytes=").split("-")
            return urllib3.HTTPResponse(body=one[int(first) : int(last) + 1], status=206)
        return urllib3.HTTPResponse(body=json.dumps(one).encode(), status=200)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have commands speak to a twin that answers what the test puts here."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(study_commands, "ApiClient", lambda: twin_of(found))
    monkeypatch.setattr(study_commands, "POLL_SECONDS", 0.0)
    TWINS.clear()
    return found


TWINS: list[Twin] = []


def twin_of(answers: dict[str, Any]) -> Twin:
    TWINS.append(Twin(answers))
    return TWINS[-1]


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("speed=800:1600:3", [800.0, 1200.0, 1600.0]),
        ("speed=0:0.3:4", [0.0, 0.09999999999999999, 0.19999999999999998, 0.3]),
        ("speed=3:1:2", [3.0, 1.0]),
        ("speed=1,2.5", [1.0, 2.5]),
        ("speed=-1e3", [-1000.0]),
    ],
)
def test_axis_is_read(text: str, values: list[float]) -> None:
    assert axis_of(text) == ("speed", values)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "either --design FILE or --grid"),
        (["--grid", "speed"], "is not NAME="),
        (["--grid", "speed=1:2"], "FROM:TO:COUNT"),
        (["--grid", "speed=1:2:1"], "a count of 2 to"),
        (["--grid", "speed=1:2:9999999"], "a count of 2 to"),
        (["--grid", "speed=a,b"], "'a' is no finite number"),
        (["--grid", "speed=nan"], "no finite number"),
        (["--grid", "speed=1", "--fixed", "wear"], "is not NAME=VALUE"),
        (["--design", "none.json"], "none.json cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused(
    answers: dict[str, Any], arguments: list[str], said: str
) -> None:
    assert said in run("sweep", "P-101.pump", *arguments, code=2)


def test_design_file_that_is_no_design_is_refused(answers: dict[str, Any], tmp_path: Path) -> None:
    for content, said in (("[1]", "no JSON object"), ("{", "is not JSON")):
        (tmp_path / "d.json").write_text(content, encoding="utf-8")
        assert said in run("sweep", "P", "--design", str(tmp_path / "d.json"), code=2)


def test_sweep_sends_what_was_given_and_follows_it_to_the_end(answers: dict[str, Any]) -> None:
    runs = {**STUDY, "state": "RUNNING", "usage": None}
    answers["POST /studies"] = runs
    answers[f"GET /studies/{STUDY['study_id']}"] = [runs, STUDY]
    given = ["--grid", "speed=1,2", "--grid", "wear=0,1", "--fixed", "head=2", "--steps", "5"]
    printed = run("sweep", "P-101.pump", *given, "--key", "k", "--wait", "--json")
    assert json.loads(printed)["state"] == "SUCCEEDED"
    assert TWINS[0].sent[0][2] == {
        "model_id": "P-101.pump",
        "design": {"name": "grid", "inputs": {"speed": [1.0, 2.0], "wear": [0.0, 1.0]}},
        "fixed": {"head": 2.0},
        "steps": 5,
        "idempotency_key": "k",
    }


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
def test_sweep_that_gives_nothing_exits_with_1(answers: dict[str, Any], state: str) -> None:
    error = {"code": "STUDY_FAILED", "message": "a job died"}
    answers["POST /studies"] = {**STUDY, "state": state, "error": error}
    assert "STUDY_FAILED: a job died" in run("sweep", "P", "--grid", "a=1", "--wait", code=1)


@pytest.mark.parametrize(
    ("cost", "said"), [(0.0123, "about $0.0123"), (None, "speed is measured by its first study")]
)
def test_dry_run_says_the_cost_and_starts_nothing(
    answers: dict[str, Any], cost: float | None, said: str
) -> None:
    estimate = {
        "rows": 9,
        "steps": 60,
        "steps_per_second": cost and 1e5,
        "processor_seconds": cost and 3.0,
        "chunks": cost and 1,
        "cost_usd": cost,
        "prices_of": "2026-07-01",
    }
    answers["POST /studies/estimate"] = {"study_id": "0f" * 16, "estimate": estimate}
    assert said in run("sweep", "P", "--grid", "a=1", "--dry-run")
    assert [path for _, path, _ in TWINS[0].sent] == ["/studies/estimate"]


def test_studies_are_listed_or_shown(answers: dict[str, Any]) -> None:
    answers["GET /studies"] = {"studies": [STUDY], "next_token": None}
    answers[f"GET /studies/{STUDY['study_id']}"] = STUDY
    assert str(STUDY["study_id"]) in run("studies")
    assert json.loads(run("studies", "--json"))["studies"] == [STUDY]
    assert "9 rows: 8 done, 1 failed, 0 pending" in run("studies", str(STUDY["study_id"]))


def test_cancel_waits_until_the_jobs_have_ended(answers: dict[str, Any]) -> None:
    path = f"/studies/{STUDY['study_id']}"
    answers[f"POST {path}/cancel"] = {**STUDY, "state": "RUNNING"}
    answers[f"GET {path}"] = [{**STUDY, "state": "CANCELLED"}]
    assert "CANCELLED" in run("cancel", str(STUDY["study_id"]), "--wait")


def results(content: bytes) -> dict[str, Any]:
    figures = {"count": 8, "mean": 1.0, "standard_deviation": 0.5, "minimum": 0.0, "maximum": 2.0}
    levels = [{"level": level, "value": level} for level in (0.05, 0.25, 0.5, 0.75, 0.95)]
    effects = {"inputs": [{"name": "speed", "mean_absolute": 2.0}], "refusal": None}
    refused = {"inputs": [], "refusal": {"code": "STUDY_INVALID", "message": "too few"}}
    return {
        "study_id": STUDY["study_id"],
        "outputs": {"flow": {**figures, "quantiles": levels}},
        "failed": {"MODEL_CRASHED": 1},
        "sensitivity": {
            "method": "elementary_effects",
            "outputs": {"flow": effects, "power": refused},
        },
        "file": {
            "url": "https://twin.test/rows.parquet",
            "sha256": hashlib.sha256(content).hexdigest(),
            "size_bytes": len(content),
        },
    }


def test_results_are_printed_and_the_rows_are_written_whole(
    answers: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twin_local.cli.study_files.PIECE_BYTES", 4)
    answers[f"GET /studies/{STUDY['study_id']}/results"] = results(CONTENT)
    answers["GET /rows.parquet"] = CONTENT
    target = tmp_path / "rows.parquet"
    printed = run("results", str(STUDY["study_id"]), "-o", str(target))
    assert target.read_bytes() == CONTENT
    assert [name.name for name in tmp_path.iterdir()] == ["rows.parquet"]
    for text in ("flow", "MODEL_CRASHED", "what moves flow", "too few"):
        assert text in printed


def test_rows_that_are_not_those_announced_are_not_kept(
    answers: dict[str, Any], tmp_path: Path
) -> None:
    answers[f"GET /studies/{STUDY['study_id']}/results"] = results(CONTENT)
    answers["GET /rows.parquet"] = CONTENT[:-1] + b"0"
    target = tmp_path / "rows.parquet"
    target.write_bytes(b"before")
    arguments = ["results", str(STUDY["study_id"]), "-o", str(target)]
    result = CliRunner().invoke(command, arguments)
    assert isinstance(result.exception, ResultsDamaged)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [
        ("rows.parquet", b"before")
    ]
