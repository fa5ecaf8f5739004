"""How a job says how far it is: often enough, never too often, and it never fails by it."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError

from conversion_runtime import progress as module
from conversion_runtime.labelled_output import LONGEST_CHARACTERS, LabelledLines
from conversion_runtime.progress import Progress
from conversion_runtime.progress_file import PROGRESS, StepProgress, fraction_in
from twin.spatial.job_progress import JobProgressed


class Told:
    """Takes what is told, and tells when something was."""

    def __init__(self, *, fails: bool = False) -> None:
        self.events: list[JobProgressed] = []
        self.came = threading.Event()
        self._fails = fails

    def __call__(self, event: JobProgressed) -> None:
        self.events.append(event)
        self.came.set()
        if self._fails:
            raise EndpointConnectionError(endpoint_url="https://events.test")


def test_a_step_is_told_as_it_begins_with_what_is_done_of_it() -> None:
    told = Told()
    with Progress(told, "conversions/site/pump/1", "one") as progress:
        progress.begin("download", total=100)
        assert told.came.wait(30)
    (event,) = told.events
    assert (event.conversion, event.execution) == ("conversions/site/pump/1", "one")
    assert (event.progress.step, event.progress.fraction) == ("download", 0.0)


def test_only_the_newest_is_told_after_each_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "INTERVAL_SECONDS", 0.2)
    told = Told()
    with Progress(told, "c", "one") as progress:
        progress.begin("download", total=4)
        assert told.came.wait(30)
        told.came.clear()
        for _ in range(4):
            progress.add(1)
        progress.begin("convert")
        progress.begin("pack")
        assert told.came.wait(30)
    assert [one.progress.step for one in told.events] == ["download", "pack"]


def test_a_step_in_a_process_of_its_own_is_told_by_its_file(tmp_path: Path) -> None:
    assert fraction_in(tmp_path) is None
    StepProgress(8, tmp_path).add(2)
    told = Told()
    with Progress(told, "c", "one") as progress:
        progress.begin("convert", folder=tmp_path)
        assert told.came.wait(30)
    assert told.events[0].progress.fraction == 0.25


@pytest.mark.parametrize("text", ["", "half", "nan", "2", "-1"])
def test_a_file_that_says_nonsense_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / PROGRESS).write_text(text)
    assert fraction_in(tmp_path) is None


def test_a_bus_that_does_not_answer_fails_no_job(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(fails=True)
    with Progress(told, "c", "one") as progress:
        progress.begin("download")
        assert told.came.wait(30)
    assert "progress is not told: EndpointConnectionError" in capsys.readouterr().out


def test_a_job_by_hand_tells_nobody() -> None:
    told = Told()
    with Progress(told, "", "") as progress:
        progress.begin("download")
    assert told.events == []


def test_lines_say_which_execution_they_are_of() -> None:
    stream = io.StringIO()
    lines = LabelledLines(stream, "one")
    print("first", file=lines)
    print("in", "parts", end="", file=lines)
    print("\n\nx" + "y" * 2 * LONGEST_CHARACTERS, file=lines)
    found = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {one["execution"] for one in found} == {"one"}
    assert [one["message"][:8] for one in found] == ["first", "in parts", "xyyyyyyy"]
    assert len(found[-1]["message"]) == LONGEST_CHARACTERS
    assert all(isinstance(one["at"], float) for one in found)
