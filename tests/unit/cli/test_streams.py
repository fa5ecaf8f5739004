"""Long answers of `twin signals`: one line each, page by page, and quiet when nobody reads on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from click.testing import CliRunner, Result

from twin_local.cli.commands import signals
from twin_local.cli.lines import BROKEN_PIPE, INTERRUPTED, print_json_lines
from twin_local.cli.signal_rows import Range, points

Json = dict[str, Any]
LEVEL, SPEED = "/demo/T-101/level", "/demo/P-101/speed"


class Api:
    """Answers pages from a list, and says which were asked for."""

    def __init__(self, *pages: Json) -> None:
        self.left = list(pages)
        self.asked: list[Mapping[str, Any]] = []

    def get(self, path: str, query: Mapping[str, Any]) -> Json:
        self.asked.append({"path": path, **query})
        return self.left.pop(0)

    def pages(self, path: str, member: str, query: Mapping[str, Any]) -> Any:  # noqa: ANN401
        while self.left:
            yield from self.get(path, query)[member]


Run = Callable[..., Result]


def run(monkeypatch: pytest.MonkeyPatch, api: Api, *arguments: str) -> list[Json]:
    monkeypatch.setattr(signals, "ApiClient", lambda: api)
    result = CliRunner().invoke(signals.command, [*arguments, "--json"], catch_exceptions=False)
    return [json.loads(line) for line in result.output.splitlines()]


def point(at: float) -> Json:
    return {"time": at, "value": at, "quality": "GOOD"}


def test_history_is_one_line_for_each_value(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api({"points": [point(1.0)]}, {"points": [point(2.0)]})
    lines = run(monkeypatch, api, "history", LEVEL, "--start", "1", "--end", "1970-01-01T00:01Z")
    assert lines == [{"alias": LEVEL, **point(at)} for at in (1.0, 2.0)]
    assert (api.asked[0]["start"], api.asked[0]["end"]) == (1.0, 60.0)


def test_a_page_is_asked_for_when_the_one_before_is_printed() -> None:
    api = Api({"points": [point(1.0)]}, {"points": [point(2.0)]})
    rows = points(api, LEVEL, Range(1.0, 3.0))  # type: ignore[arg-type]
    assert next(rows)["time"] == 1.0
    assert len(api.asked) == 1
    assert next(rows)["time"] == 2.0


def test_statistics_come_with_their_signal_over_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    window = {"start": 0.0, "end": 3600.0, "quality": "GOOD", "average": 2.0}
    page = {"series": [{"alias": LEVEL, "unit": "m", "windows": [window]}]}
    api = Api({**page, "next_token": "t"}, {**page, "next_token": None})
    lines = run(monkeypatch, api, "history", LEVEL, "--aggregate", "1h")
    assert lines == [{"alias": LEVEL, **window}] * 2
    assert api.asked[1]["next_token"] == "t"


def test_values_at_the_same_instants_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    series = [
        {"alias": LEVEL, "values": [1.0, None], "qualities": ["GOOD", None]},
        {"alias": SPEED, "values": [5.0, 6.0], "qualities": ["GOOD", "BAD"]},
    ]
    api = Api({"times": [10.0, 20.0], "series": series, "next_token": None})
    lines = run(monkeypatch, api, "values", LEVEL, SPEED, "--step", "10s")
    assert [line["values"] for line in lines] == [
        {LEVEL: 1.0, SPEED: 5.0},
        {LEVEL: None, SPEED: 6.0},
    ]
    assert (lines[1]["qualities"], api.asked[0]["step"]) == ({LEVEL: None, SPEED: "BAD"}, 10.0)


@pytest.mark.parametrize("text", ["yesterday", "nan", "-1", "2026-13-01"])
def test_what_is_no_moment_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(signals, "ApiClient", lambda: Api())
    result = CliRunner().invoke(signals.command, ["history", LEVEL, "--start", text])
    assert result.exit_code == 2


# A shell that runs this in the background has told its children to ignore Ctrl-C.
ENDLESS = f"""
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from itertools import count
from {print_json_lines.__module__} import print_json_lines
print_json_lines({{"number": number}} for number in count())
"""


def endless() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_a_reader_that_goes_away_ends_it_without_a_trace() -> None:
    with endless() as process:
        assert process.stdout is not None and process.stderr is not None
        assert json.loads(process.stdout.readline()) == {"number": 0}
        process.stdout.close()
        assert (process.wait(30), process.stderr.read()) == (BROKEN_PIPE, b"")


def test_ctrl_c_ends_it_without_a_trace() -> None:
    with endless() as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        os.kill(process.pid, signal.SIGINT)
        deadline = time.monotonic() + 30
        while process.stdout.read(65_536) and time.monotonic() < deadline:
            pass
        assert (process.wait(30), process.stderr.read()) == (INTERRUPTED, b"")
