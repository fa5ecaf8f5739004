"""The actions of rules that are run here; each is read once and performed per message."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from moto.logs.models import logs_backends

from twin_local.execution import logs
from twin_local.execution.access.callers import ServiceCaller
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

    @property
    def caller(self) -> ServiceCaller:
        """Return AWS IoT, acting for the rule."""
        rule = f"arn:aws:iot:{self.region}:{self.account}:rule/{self.rule}"
        return ServiceCaller("iot.amazonaws.com", rule, self.account)


@dataclass(frozen=True)
class Means:
    """With what actions are performed; both requirements raise AccessDenied.

    `require` takes a role's ARN, an IAM action and the ARN of a resource; `trust` a role's ARN and
    who assumes it.
    """

    targets: Targets
    require: Callable[[str, str, str], None]
    trust: Callable[[str, ServiceCaller], None]


class Action(Protocol):
    """What a rule does with what it selects; `resource` names it in failures."""

    @property
    def kind(self) -> str: ...

    @property
    def resource(self) -> Template: ...

    def perform(self, occasion: Occasion, means: Means) -> None: ...


@dataclass(frozen=True)
class LambdaAction:
    """Invokes a function asynchronously with the payload as its event."""

    resource: Template
    kind: str = "LambdaAction"

    def perform(self, occasion: Occasion, means: Means) -> None:
        """Hand the payload to the function."""
        try:
            event = json.loads(occasion.payload)
        except ValueError as error:
            raise ActionError("the payload is not JSON, as a function's event must be") from error
        arn = self.resource.fill(occasion.subject)
        means.targets.deliver(arn, event, caller=occasion.caller)


@dataclass(frozen=True)
class RepublishAction:
    """Publishes the payload to another topic, as a role."""

    resource: Template
    role: str
    qos: int
    kind: str = "RepublishAction"

    def perform(self, occasion: Occasion, means: Means) -> None:
        """Publish the payload; a topic that begins with `$$` is a reserved one."""
        filled = self.resource.fill(occasion.subject)
        topic = filled.removeprefix("$") if filled.startswith("$$") else filled
        arn = f"arn:aws:iot:{occasion.region}:{occasion.account}:topic/{topic}"
        means.trust(self.role, occasion.caller)
        means.require(self.role, "iot:Publish", arn)
        publishing.publish(topic, occasion.payload, qos=self.qos)


@dataclass(frozen=True)
class LogsAction:
    """Writes the payload as one event of a log group, as a role."""

    resource: Template
    role: str
    kind: str = "CloudwatchLogsAction"

    def perform(self, occasion: Occasion, means: Means) -> None:
        """Write to the stream of the rule; the group must exist."""
        group = self.resource.fill(occasion.subject)
        arn = f"arn:aws:logs:{occasion.region}:{occasion.account}:log-group:{group}"
        means.trust(self.role, occasion.caller)
        for action in ("logs:CreateLogStream", "logs:DescribeLogStreams"):
            means.require(self.role, action, f"{arn}:*")
        means.require(self.role, "logs:PutLogEvents", f"{arn}:log-stream:{occasion.rule}")
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

    make: Callable[[Template, Mapping[str, Any]], Action]
    resource: str
    required: tuple[str, ...]
    allowed: tuple[tuple[str, Any], ...] = ()
    """Other settings, and the values of them that are taken."""


READERS: Mapping[str, _Reader] = {
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
        if name not in reader.required and (name, value) not in reader.allowed:
            raise UnsupportedAction(f"{name} = {value!r} of the {kind} action is not run here")
    return reader.make(parse_template(settings[reader.resource]), settings)
