"""The tail over log groups, and the ends of process logs."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from moto.logs.models import logs_backends

from twin_local.execution import logs
from twin_local.server.application import ControlError
from twin_local.server.observation.logs.processes import READ_BYTES, ProcessLogs
from twin_local.server.observation.logs.tail import LONGEST_LINE, Filter, LogTail

REGION = "eu-west-1"
ANY = Filter()
_accounts = itertools.count(700_000_000_000)


@pytest.fixture
def account() -> str:
    """Return an account that no other test uses."""
    return str(next(_accounts))


def write(account: str, *lines: str, group: str = "/a", stream: str = "s") -> None:
    logs.write(account=account, region=REGION, group=group, stream=stream, lines=lines)


def test_a_reader_goes_on_where_it_was(account: str) -> None:
    tail = LogTail(account)
    assert tail.after(0, ANY, limit=10).lines == []
    write(account, "one", "two")
    page = tail.after(0, ANY, limit=10)
    assert [line.message for line in page.lines] == ["one", "two"]
    first = page.lines[0]
    assert (first.number, first.group, first.stream) == (1, "/a", "s")
    write(account, "three", group="/b")
    page = tail.after(page.cursor, ANY, limit=10)
    assert [(line.message, line.group) for line in page.lines] == [("three", "/b")]
    assert tail.after(page.cursor, ANY, limit=10).lines == []
    assert tail.groups() == [{"name": "/a", "streams": 1}, {"name": "/b", "streams": 1}]


def test_lines_are_filtered_by_group_and_text(account: str) -> None:
    tail = LogTail(account)
    write(account, "Error here", "fine")
    write(account, "error there", group="/b")
    assert len(tail.after(0, Filter(text="ERROR"), limit=10).lines) == 2
    [line] = tail.after(0, Filter(group="/b", text="error"), limit=10).lines
    assert line.message == "error there"


def test_the_newest_lines_are_given_and_what_is_left_out_is_said(account: str) -> None:
    tail = LogTail(account, kept=5)
    write(account, "0")
    cursor = tail.after(0, ANY, limit=10).cursor
    write(account, *map(str, range(1, 4)))
    page = tail.after(cursor, ANY, limit=2)
    assert ([line.message for line in page.lines], page.missed) == (["2", "3"], True)
    write(account, *map(str, range(4, 14)))
    page = tail.after(page.cursor, ANY, limit=10)
    assert ([line.message for line in page.lines], page.missed) == (
        ["9", "10", "11", "12", "13"],
        True,
    )
    assert not tail.after(page.cursor, ANY, limit=10).missed


def test_a_cursor_of_an_earlier_process_starts_again(account: str) -> None:
    write(account, "one")
    page = LogTail(account).after(4711, ANY, limit=10)
    assert ([line.message for line in page.lines], page.cursor) == (["one"], 1)


def test_streams_that_are_cut_or_deleted_lose_no_new_line(account: str) -> None:
    tail = LogTail(account)
    write(account, "one", "two", "three")
    cursor = tail.after(0, ANY, limit=10).cursor
    group = logs_backends[account][REGION].groups["/a"]
    del group.streams["s"].events[:2]
    write(account, "four")
    page = tail.after(cursor, ANY, limit=10)
    assert [line.message for line in page.lines] == ["four"]
    del group.streams["s"]
    write(account, "anew")
    assert [one.message for one in tail.after(page.cursor, ANY, limit=10).lines] == ["anew"]


def test_a_long_line_is_cut_and_says_so(account: str) -> None:
    write(account, "x" * (LONGEST_LINE + 5))
    [line] = LogTail(account).after(0, ANY, limit=1).lines
    assert line.message == "x" * LONGEST_LINE + " … 5 more characters"


def test_the_log_of_a_process(tmp_path: Path) -> None:
    path = tmp_path / "plc.log"
    path.write_bytes(b"one\ntwo\nunfin")
    logs = ProcessLogs(tmp_path)
    assert logs.names() == ["plc"]
    first = logs.after("plc", 0, "")
    assert first == {"lines": ["one", "two"], "cursor": 8, "missed": False}
    path.write_bytes(b"one\ntwo\nunfinished\n")
    assert logs.after("plc", 8, "FIN")["lines"] == ["unfinished"]
    path.write_bytes(b"anew\n")
    assert logs.after("plc", 19, "") == {"lines": ["anew"], "cursor": 5, "missed": True}


def test_of_a_large_log_the_end_is_read(tmp_path: Path) -> None:
    line = b"x" * 99 + b"\n"
    (tmp_path / "plc.log").write_bytes(line * 10_000)
    told = ProcessLogs(tmp_path).after("plc", 100, "")
    assert told["cursor"] == 1_000_000
    assert told["missed"] is True
    assert told["lines"] == ["x" * 99] * (READ_BYTES // 100)


@pytest.mark.parametrize("name", ["other", "../secret", ""])
def test_only_logs_of_processes_are_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (tmp_path / "secret.log").write_text("secret\n")
    with pytest.raises(ControlError, match="no process log"):
        ProcessLogs(folder).after(name, 0, "")
