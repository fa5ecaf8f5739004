"""The actions of rules that are run here; each is read once and performed per message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from moto.logs.models import logs_backends

from twin_local.execution import logs
from twin_local.execution.iot import publishing
from twin_local.execution.iot.sql.evaluation import Subject
from twin_local.execution.iot.sql.templates import Template, parse_template
from twin_local.execution.targets import Targets


class ActionError(RuntimeError):
    """An action could not be performed on a message."""


class UnsupportedAction(ValueError):
    """An action, or a setting of one, is not run here."""


@dataclass(frozen=True)
class Occasion:
    """A message for an action: what the rule received and the payload that it selected."""

    rule: str
    account: str
    region: str
    subject: Subject
    payload: bytes


class Action(Protocol):
    """What a rule does with what it selects; `resource` names it in failures."""

    @property
    def kind(self) -> str: ...

    @property
    def resource(self) -> Template: ...

    def perform(self, occasion: Occasion, targets: Targets) -> None: ...


@dataclass(frozen=True)
class LambdaAction:
    """Invokes a function asynchronously with the payload as its event."""

    resource: Template
    kind: str = "LambdaAction"

    def perform(self, occasion: Occasion, targets: Targets) -> None:
        """Hand the payload to the function."""
        try:
            event = json.loads(occasion.payload)
        except ValueError as error:
            raise ActionError("the payload is not JSON, as a function's event must be") from error
        targets.deliver(self.resource.fill(occasion.subject), event)


@dataclass(frozen=True)
class RepublishAction:
    """Publishes the payload to another topic."""

    resource: Template
    kind: str = "RepublishAction"

    def perform(self, occasion: Occasion, targets: Targets) -> None:
        """Publish the payload; a topic that begins with `$$` is a reserved one."""
        topic = self.resource.fill(occasion.subject)
        publishing.publish(
            topic.removeprefix("$") if topic.startswith("$$") else topic, occasion.payload
        )


@dataclass(frozen=True)
class LogsAction:
    """Writes the payload as one event of a log group."""

    resource: Template
    kind: str = "CloudwatchLogsAction"

    def perform(self, occasion: Occasion, targets: Targets) -> None:
        """Write to the stream of the rule; the group must exist."""
        group = self.resource.fill(occasion.subject)
        if group not in logs_backends[occasion.account][occasion.region].groups:
            raise ActionError(f"the log group {group} does not exist")
        logs.write(
            account=occasion.account,
            region=occasion.region,
            group=group,
            stream=occasion.rule,
            lines=[occasion.payload.decode(errors="replace")],
        )


@dataclass(frozen=True)
class _Reader:
    """How the settings of one kind of action are read; others than these are refused."""

    make: type[LambdaAction] | type[RepublishAction] | type[LogsAction]
    resource: str
    required: tuple[str, ...]
    ignored: tuple[tuple[str, Any], ...] = ()
    """Settings that change nothing here at these values."""


READERS: Mapping[str, _Reader] = {
    "lambda": _Reader(LambdaAction, "functionArn", ("functionArn",)),
    "republish": _Reader(RepublishAction, "topic", ("roleArn", "topic"), (("qos", 0), ("qos", 1))),
    "cloudwatchLogs": _Reader(
        LogsAction, "logGroupName", ("roleArn", "logGroupName"), (("batchMode", False),)
    ),
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
    for name in reader.required:
        if not settings.get(name):
            raise UnsupportedAction(f"the {kind} action lacks {name}")
    for name, value in settings.items():
        if name not in reader.required and (name, value) not in reader.ignored:
            raise UnsupportedAction(f"{name} = {value!r} of the {kind} action is not run here")
    return reader.make(parse_template(settings[reader.resource]))
