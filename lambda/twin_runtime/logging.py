"""Structured logs: one JSON object a line, as Lambda's own JSON format has it."""

from __future__ import annotations

import json
import logging
import sys
from functools import cache

STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """Format a record and its `extra` fields as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry: dict[str, object] = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "message": record.getMessage(),
            **{key: value for key, value in vars(record).items() if key not in STANDARD},
        }
        if record.exc_info:
            entry["stackTrace"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


@cache
def logger() -> logging.Logger:
    """Return the function's logger."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    twin = logging.getLogger("twin")
    twin.handlers = [handler]
    twin.setLevel(logging.INFO)
    twin.propagate = False
    return twin
