"""Definitions are read one at a time, whichever thread reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from twin_local.execution.plant import Execution
from twin_local.execution.stepfunctions import parsing

DEFINITION = '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}'


def test_threads_do_not_read_at_once(aws: Execution, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = [0], [0]

    def parse(definition: str) -> tuple[str, None]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.01)
        inside[0] -= 1
        return definition, None

    def found(owner: type, name: str) -> Callable[[str], tuple[str, None]]:
        return parse

    monkeypatch.setattr(parsing, "original", found)
    threads = [
        threading.Thread(target=AmazonStateLanguageParser.parse, args=(DEFINITION,))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
