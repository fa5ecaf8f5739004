"""What is known of one deployed resource, and of the place it is deployed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twin_local.engine.json_value import Json, Properties


@dataclass(frozen=True)
class Place:
    """Where a stack is deployed; `deployed` are its resources' properties so far, by reference."""

    stack: str
    account: str
    region: str
    deployed: dict[str, Properties] = field(default_factory=dict)

    @property
    def stack_id(self) -> str:
        """The ARN-like id of the stack; its last part is fixed, so it survives updates."""
        return f"arn:aws:cloudformation:{self.region}:{self.account}:stack/{self.stack}/local"


@dataclass(frozen=True)
class Physical:
    """One resource that exists.

    `properties` are the template's, evaluated; `effective` adds a made-up name; `answer` is what
    the API said of it; `reference` and `attributes` are what `Ref` and `Fn::GetAtt` give.
    `deletion_policy` decides when it leaves the template, `update_replace_policy` when another
    takes its place. `attempted` are the properties of an update that failed and could not be taken
    back: some of them may be in effect.
    """

    logical_id: str
    type: str
    reference: str
    properties: Properties
    effective: Properties
    answer: Properties = field(default_factory=dict)
    attributes: Mapping[str, Json] = field(default_factory=dict)
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    attempted: Properties | None = None
    depends_on: tuple[str, ...] = ()
