"""What jobs say while they run: on the record of their conversion, to everybody, in its log."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from spatial_progress.handler import handler as record
from tests.integration.spatial.plane import STEP, SpatialPlane
from twin.spatial.workflow import Outcome

ASSET = {"database_id": "site", "asset_key": "pump"}
ONE = "/databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}"
GROUPS = ("cad-function", "cad-job")


@dataclass(frozen=True)
class Job:
    """The job of an upload, as it tells."""

    plane: SpatialPlane
    upload_id: str
    ordered: Outcome

    def option(self, name: str) -> str:
        command = self.ordered["job"]["command"]
        return command[command.index(name) + 1]

    def says(self, step: str, fraction: float | None = None, **more: object) -> None:
        """Say where it is, as EventBridge brings it."""
        detail = {
            "conversion": self.option("--conversion"),
            "execution": self.option("--execution"),
            "step": step,
            "fraction": fraction,
            "at": time.time(),
            **more,
        }
        record({"detail": detail}, None)

    def shown(self) -> Any:  # noqa: ANN401 - any JSON
        conversion_id = self.option("--conversion").rpartition("/")[2]
        status, body = self.plane.call("GET", ONE, path={**ASSET, "conversion_id": conversion_id})
        assert status == 200, body
        return body

    def log(self, **query: str) -> Any:  # noqa: ANN401 - any JSON
        conversion_id = self.option("--conversion").rpartition("/")[2]
        status, body = self.plane.call(
            "GET",
            f"{ONE}/log",
            path={**ASSET, "conversion_id": conversion_id},
            query={name: [text] for name, text in query.items()},
        )
        assert status == 200, body
        return body


@pytest.fixture
def job(plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setenv("CONVERSION_LOG_GROUPS", json.dumps({"convert_cad": GROUPS}))
    for group in GROUPS:
        boto3.client("logs").create_log_group(logGroupName=group)
    upload_id = plane.uploaded(STEP)
    return Job(plane, upload_id, plane.inspect(upload_id))


def printed(group: str, stream: str, *messages: str) -> None:
    """Put lines into a log, as a function or a job does."""
    logs = boto3.client("logs")
    if not logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=stream)["logStreams"]:
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    now = int(time.time() * 1000)
    events: Any = [{"timestamp": now + n, "message": text} for n, text in enumerate(messages)]
    logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)


def line(execution: str, message: str) -> str:
    return json.dumps({"execution": execution, "at": time.time(), "message": message})


def test_progress_is_on_the_record_and_told(job: Job) -> None:
    before = job.shown()
    assert (before["job"], before["progress"]) == (None, 0.3)
    job.says("convert", 0.5)
    after = job.shown()
    assert (after["state"], after["step"]) == ("RUNNING", "converting")
    assert (after["job"]["step"], after["job"]["fraction"]) == ("convert", 0.5)
    assert before["progress"] < after["progress"] < 0.95
    assert after["moved_at"] == after["job"]["at"] > before["moved_at"]
    told = [one for one in job.plane.events if one["type"] == "ConversionProgressed"]
    assert {**told[-1], "type": ""} == {**after, "type": ""}
    status, body = job.plane.call("GET", "/conversions", query={"state": ["RUNNING"]})
    assert (status, body["conversions"]) == (200, [after])


def test_what_is_late_or_of_others_changes_nothing(job: Job) -> None:
    job.says("pack")
    shown, told = job.shown(), len(job.plane.events)
    job.says("convert", 0.9, at=shown["moved_at"] - 1)
    job.says("upload", execution="another")
    job.says("upload", conversion="conversions/site/pump/none")
    job.says("upload", conversion="uploads/x")
    job.says("upload", at=time.time() + 3600)
    job.says("dance")
    assert job.shown() == shown
    assert len(job.plane.events) == told


def test_an_ended_conversion_stays_as_it_ended(job: Job) -> None:
    job.says("upload")
    job.plane.convert(job.ordered)
    job.plane.publish(job.ordered)
    ended = job.shown()
    assert (ended["state"], ended["job"]) == ("SUCCEEDED", None)
    job.says("upload", 1.0)
    assert job.shown() == ended


def test_progress_does_not_keep_anybody_from_stopping_it(job: Job) -> None:
    job.says("convert", 0.1)
    conversion_id = job.shown()["conversion_id"]
    path = {**ASSET, "conversion_id": conversion_id}
    assert job.plane.call("POST", f"{ONE}/cancel", path=path)[0] == 202
    job.says("convert", 0.2)  # its execution is over already, as far as the workflow knows
    shown = job.shown()
    assert (shown["state"], shown["job"]) == ("CANCELLED", None)


def test_log_has_the_lines_of_one_execution_newest_last(job: Job) -> None:
    own = job.option("--execution")
    printed(
        GROUPS[0],
        "environment",
        "START RequestId: 1",
        line(own, "step download"),
        line("another", "somebody else's"),
        line("another", f"it quotes {own}"),
        f'plain text of "{own}"',
        line(own, "the job was ended by signal 9"),
    )
    printed(GROUPS[1], "job/default/1", line(own, "step download again"))
    log = job.log()
    assert [one["message"] for one in log["lines"]] == [
        "step download",
        "the job was ended by signal 9",
        "step download again",
    ]
    assert log["next_token"] is None


def test_log_comes_page_by_page(job: Job) -> None:
    own = job.option("--execution")
    for group in GROUPS:
        printed(group, "stream", *(line(own, f"{group} {number}") for number in range(5)))
    found, token = [], ""
    while True:
        log = job.log(limit="2", **({"next_token": token} if token else {}))
        assert len(log["lines"]) <= 2
        found += [one["message"] for one in log["lines"]]
        if not (token := log["next_token"]):
            break
    assert found == [f"{group} {number}" for group in GROUPS for number in range(5)]


def test_token_of_another_log_is_refused(job: Job) -> None:
    printed(GROUPS[0], "s", *(line(job.option("--execution"), str(n)) for n in range(3)))
    token = job.log(limit="1")["next_token"]
    other = job.plane.uploaded(STEP, asset_key="other")
    job.plane.inspect(other, execution="second")
    rows = job.plane.call("GET", "/conversions")[1]["conversions"]
    (row,) = [one for one in rows if one["asset_key"] == "other"]
    path = {**ASSET, "asset_key": "other", "conversion_id": row["conversion_id"]}
    status, body = job.plane.call("GET", f"{ONE}/log", path=path, query={"next_token": [token]})
    assert (status, body["code"]) == (400, "QUERY_INVALID")
