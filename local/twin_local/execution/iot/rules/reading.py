"""Read the actions of a rule's description; what is not run here is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twin_local.execution.iot.rules import site_wise
from twin_local.execution.iot.rules.actions import LambdaAction, LogsAction, RepublishAction
from twin_local.execution.iot.rules.occasion import Action, UnsupportedAction
from twin_local.execution.iot.sql.templates import Template, parse_template


@dataclass(frozen=True)
class _Reader:
    """How the settings of one kind of action are read; others than these are refused."""

    make: Callable[[Template, Mapping[str, Any]], Action]
    resource: str
    required: tuple[str, ...]
    allowed: tuple[tuple[str, Any], ...] = ()
    """Other settings, and the values of them that are taken."""

    def __call__(self, kind: str, settings: Mapping[str, Any]) -> Action:
        """Return the action of checked settings."""
        for name in self.required:
            if not settings.get(name):
                raise UnsupportedAction(f"the {kind} action lacks {name}")
        for name, value in settings.items():
            if name not in self.required and (name, value) not in self.allowed:
                raise UnsupportedAction(f"{name} = {value!r} of the {kind} action is not run here")
        return self.make(parse_template(settings[self.resource]), settings)


READERS: Mapping[str, Callable[[str, Mapping[str, Any]], Action]] = {
    "lambda": _Reader(
        lambda resource, settings: LambdaAction(resource), "functionArn", ("functionArn",)
    ),
    "republish": _Reader(
        lambda resource, settings: RepublishAction(
            resource, settings["roleArn"], settings.get("qos", 0)
        ),
        "topic",
        ("roleArn", "topic"),
        (("qos", 0), ("qos", 1)),
    ),
    "cloudwatchLogs": _Reader(
        lambda resource, settings: LogsAction(resource, settings["roleArn"]),
        "logGroupName",
        ("roleArn", "logGroupName"),
        (("batchMode", False),),
    ),
    "iotSiteWise": site_wise.read,
}


def read_action(action: Mapping[str, Any]) -> Action:
    """Return the action that a rule describes.

    Raises:
        UnsupportedAction: it is of a kind, or has a setting, that is not run here, or lacks one.
        twin_local.execution.iot.sql.errors.SqlError: a substitution template cannot be read.
    """
    if len(action) != 1:
        raise UnsupportedAction(f"one kind is expected in an action, found {sorted(action)}")
    [(kind, settings)] = action.items()
    reader = READERS.get(kind)
    if reader is None:
        raise UnsupportedAction(f"actions of the kind {kind!r} are not run here: {list(READERS)}")
    return reader(kind, settings)
