"""A live tail over all CloudWatch log groups: lines in the order in which they came.

Streams are looked through whenever somebody asks. What is new is numbered and put into a ring, so
that a reader goes on where it was, whatever the streams forget meanwhile.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from moto.logs.models import LogEvent, LogStream, logs_backends

KEPT_LINES = 10_000
LONGEST_LINE = 8_192
"""Characters of a line that are shown."""


Key = tuple[str, str, str]
"""Region, group and stream."""


@dataclass(frozen=True)
class LogLine:
    """One line; `at` is its time stamp in UTC seconds since 1970."""

    number: int
    at: float
    group: str
    stream: str
    message: str


@dataclass(frozen=True)
class Filter:
    """Which lines are wanted: of a group (or of all), that contain a text in any case."""

    group: str = ""
    text: str = ""

    def takes(self, line: LogLine) -> bool:
        """Say whether a line is wanted."""
        if self.group and line.group != self.group:
            return False
        return not self.text or self.text.casefold() in line.message.casefold()


@dataclass(frozen=True)
class Page:
    """Lines, oldest first; `cursor` is the number of the newest line there is.

    `missed` says whether lines after the reader's cursor are gone or left out.
    """

    lines: list[LogLine]
    cursor: int
    missed: bool


class LogTail:
    """The newest lines of one account, over all regions."""

    def __init__(self, account: str, *, kept: int = KEPT_LINES) -> None:
        self._account = account
        self._lines: deque[LogLine] = deque(maxlen=kept)
        self._number = 0
        self._last: dict[Key, LogEvent] = {}
        self._reading = threading.Lock()

    def after(self, cursor: int, wanted: Filter, *, limit: int) -> Page:
        """Return the newest wanted lines after a cursor, at most `limit`."""
        with self._reading:
            self._look()
            lines, newest = list(self._lines), self._number
        if cursor > newest:  # of a process that has ended
            cursor = 0
        found = [line for line in lines if line.number > cursor and wanted.takes(line)]
        gone = bool(cursor and lines and lines[0].number > cursor + 1)
        return Page(found[-limit:], newest, gone or (cursor > 0 and len(found) > limit))

    def groups(self) -> list[dict[str, object]]:
        """Return the log groups by name, with how many streams each has."""
        found = {
            name: len(group.streams)
            for backend in list(logs_backends[self._account].values())
            for name, group in list(backend.groups.items())
        }
        return [{"name": name, "streams": found[name]} for name in sorted(found)]

    def _look(self) -> None:
        streams = dict(self._streams())
        self._last = {key: event for key, event in self._last.items() if key in streams}
        fresh: list[tuple[LogEvent, Key]] = []
        for key, stream in streams.items():
            if newer := _newer(stream.events, self._last.get(key)):
                self._last[key] = newer[-1]
                fresh += [(event, key) for event in newer]
        for event, key in sorted(fresh, key=lambda one: one[0].ingestion_time):
            self._number += 1
            self._lines.append(_line(self._number, event, key))

    def _streams(self) -> Iterator[tuple[Key, LogStream]]:
        for region, backend in list(logs_backends[self._account].items()):
            for group, found in list(backend.groups.items()):
                for name, stream in list(found.streams.items()):
                    yield (region, group, name), stream


def _newer(events: list[LogEvent], last: LogEvent | None) -> list[LogEvent]:
    """Return the events behind the last one seen; all where it is gone."""
    if not events or events[-1] is last:
        return []
    present = list(events)
    for place in range(len(present) - 1, -1, -1):
        if present[place] is last:
            return present[place + 1 :]
    return present


def _line(number: int, event: LogEvent, key: Key) -> LogLine:
    _, group, stream = key
    message = str(event.message).rstrip("\r\n")
    if len(message) > LONGEST_LINE:
        message = f"{message[:LONGEST_LINE]} … {len(message) - LONGEST_LINE} more characters"
    return LogLine(number, event.timestamp / 1000, group, stream, message)
