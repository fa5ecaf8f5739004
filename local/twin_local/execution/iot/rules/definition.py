"""What makes a rule one that can be run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twin_local.execution.iot.rules.occasion import Action
from twin_local.execution.iot.rules.reading import read_action
from twin_local.execution.iot.sql.parser import parse_statement
from twin_local.execution.iot.sql.syntax import Statement

SQL_VERSION = "2016-03-23"
MAXIMUM_ACTIONS = 10


class RuleError(ValueError):
    """A rule has settings that are not run here."""


@dataclass(frozen=True)
class Rule:
    """A rule that was read: the statement and what happens to what it selects."""

    statement: Statement
    actions: tuple[Action, ...]
    error_action: Action | None


def read_rule(
    *,
    sql: str,
    version: str | None,
    actions: Sequence[Mapping[str, Any]] | None,
    error_action: Mapping[str, Any] | None,
) -> Rule:
    """Return the rule of a description.

    Raises:
        RuleError: the version of the SQL or the number of actions is refused.
        twin_local.execution.iot.rules.occasion.UnsupportedAction: an action is.
        twin_local.execution.iot.sql.errors.SqlError: the statement or a template is.
    """
    if version != SQL_VERSION:
        found = version or "none, which means 2015-10-08"
        raise RuleError(f"awsIotSqlVersion {SQL_VERSION} is run here, found {found}")
    if actions is None or len(actions) > MAXIMUM_ACTIONS:
        raise RuleError(f"actions are expected, at most {MAXIMUM_ACTIONS}")
    return Rule(
        statement=parse_statement(sql),
        actions=tuple(map(read_action, actions)),
        error_action=read_action(error_action) if error_action else None,
    )
