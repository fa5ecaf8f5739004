"""The controls of logs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from twin_local.server.observation.arguments import number
from twin_local.server.observation.logs.processes import ProcessLogs
from twin_local.server.observation.logs.tail import Filter, LogTail

MOST_LINES = 1_000
DEFAULT_LINES = 500
FARTHEST = 2**53 - 1
"""The largest whole number that JavaScript holds."""


@dataclass(frozen=True)
class LogControls:
    """Answers with log lines after a cursor."""

    tail: LogTail
    processes: ProcessLogs

    def groups(self, after: str = "", group: str = "", text: str = "", limit: str = "") -> object:
        """Return lines of log groups, oldest first, and the names of all groups and processes.

        Raises:
            ControlError: `after` or `limit` is no number.
        """
        most = number("limit", limit, default=DEFAULT_LINES, most=MOST_LINES)
        cursor = number("after", after, default=0, most=FARTHEST)
        page = self.tail.after(cursor, Filter(group, text), limit=max(1, most))
        return {
            "lines": [asdict(line) for line in page.lines],
            "cursor": page.cursor,
            "missed": page.missed,
            "groups": self.tail.groups(),
            "processes": self.processes.names(),
        }

    def process(self, name: str, after: str = "", text: str = "") -> object:
        """Return lines that a process wrote.

        Raises:
            ControlError: there is no such log, or `after` is no number.
        """
        offset = number("after", after, default=0, most=FARTHEST)
        return self.processes.after(name, offset, text)
