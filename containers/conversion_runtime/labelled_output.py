"""Lines of a job's output that say which execution they are of, each a JSON object.

A log stream of a function holds many executions, and the API shows a person those of one alone.
What a library prints of itself is in no line: limited processes write into a file of their own.
"""

from __future__ import annotations

import io
import json
import sys
import time
from typing import TextIO

LONGEST_CHARACTERS = 4000
"""A longer line is cut: the file that it speaks of is no part of a log."""


class LabelledLines(io.TextIOBase):
    """Text that becomes lines of `execution`, `at` (UTC seconds since 1970) and `message`."""

    def __init__(self, stream: TextIO, execution: str) -> None:
        self._stream, self._execution, self._rest = stream, execution, ""

    def writable(self) -> bool:
        """Say that it takes text."""
        return True

    def write(self, text: str) -> int:
        """Take text; whole lines go on at once."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._line(line)
        return len(text)

    def flush(self) -> None:
        """Pass on what was written; a line without an end waits for it."""
        if not self._stream.closed:
            self._stream.flush()

    def _line(self, line: str) -> None:
        if not line.strip():
            return
        message = line[:LONGEST_CHARACTERS]
        value = {"execution": self._execution, "at": time.time(), "message": message}
        self._stream.write(json.dumps(value) + "\n")
        self._stream.flush()


def label_output(execution: str) -> None:
    """Label all that this process prints from now on, also a traceback."""
    sys.stdout = LabelledLines(sys.stdout, execution)
    sys.stderr = LabelledLines(sys.stderr, execution)
