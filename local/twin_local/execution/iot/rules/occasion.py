"""What an action is performed on and with, and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.iot.sql.evaluation import Subject
from twin_local.execution.iot.sql.templates import Template
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
