"""Definitions are read one at a time: the generated parser's tables are shared and not guarded.

Executions begin in threads of their own, each reading its definition. Two that read at once could
get half a program, or an error that the definition has not deserved.
"""

from __future__ import annotations

import threading

from antlr4 import ParserRuleContext  # type: ignore[import-untyped]
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from twin_local.execution.patching import original

Parsed = tuple[EvalComponent, ParserRuleContext]
_one_at_a_time = threading.RLock()


def parse_alone(definition: str) -> Parsed:
    """Parse a definition as moto does, while no other thread does."""
    with _one_at_a_time:
        parsed: Parsed = original(AmazonStateLanguageParser, "parse")(definition)
        return parsed
