"""What every component's process does: log as JSON lines, and stop when told."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
from typing import Any


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": record.created,
            "level": record.levelname,
            "component": record.name,
            "message": record.getMessage(),
        }
        fields = getattr(record, "fields", None)
        if isinstance(fields, dict):
            line.update(fields)
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def component_logger(name: str) -> logging.Logger:
    """Return the logger of a component; the nucleus keeps what it writes to standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logger = logging.getLogger(name)
    logger.setLevel(logging.INFO)
    return logger


def stop_event() -> threading.Event:
    """Return an event that is set when the nucleus asks the component to stop."""
    event = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: event.set())
    return event
