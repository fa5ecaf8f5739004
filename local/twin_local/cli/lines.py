"""Long answers, line by line: nothing is held back, and whoever reads may stop at any time."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import click

INTERRUPTED = 128 + signal.SIGINT
BROKEN_PIPE = 128 + signal.SIGPIPE
"""The exit codes of a shell for a program that a signal ended."""


def print_json_lines(rows: Iterable[Mapping[str, object]]) -> None:
    """Print one JSON object per line as it comes."""
    with stopped_quietly():
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    with stopped_quietly():
        for line in lines:
            click.echo(line)


@contextmanager
def stopped_quietly() -> Iterator[None]:
    """End without a trace where the reader has gone or the user presses Ctrl-C."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # What is still buffered would fail again when Python ends and flushes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(BROKEN_PIPE) from None
