"""Definitions are read one at a time: the generated parser's tables are shared and not guarded.

Executions begin in threads of their own, each reading its definition. Two that read at once could
get half a program, or an error that the definition has not deserved.
"""

from __future__ import annotations

import threading
from typing import Any

from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from twin_local.execution.patching import original, replace

_one_at_a_time = threading.RLock()


def install() -> None:
    """Guard the parser."""
    replace(AmazonStateLanguageParser, "parse", staticmethod(_parse))


def _parse(definition: str) -> Any:
    with _one_at_a_time:
        return original(AmazonStateLanguageParser, "parse")(definition)
