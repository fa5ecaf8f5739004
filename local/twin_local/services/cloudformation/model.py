"""What CloudFormation keeps of stacks and change sets beside what the engine knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class StackRecord:
    """One stack; its template and parameters are the engine's to know. Times are UTC seconds."""

    name: str
    stack_id: str
    created_at: float
    updated_at: float | None = None
    deleted_at: float | None = None
    tags: list[Json] = field(default_factory=list)
    capabilities: list[str] = field(default_factory=list)
    role_arn: str = ""
    protected: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Revision:
    """What a request brings for a stack: what it is to be made of."""

    stack: str
    template: Json
    parameters: dict[str, str]
    tags: list[Json]
    capabilities: list[str]
    role_arn: str


@dataclass(frozen=True)
class ChangeSet:
    """A revision compared with what was deployed; with a `reason` it cannot be executed."""

    id: str
    name: str
    stack_id: str
    created_at: float
    description: str
    revision: Revision
    changes: list[Json]
    reason: str = ""

    @property
    def status(self) -> str:
        """Whether it could be made."""
        return "FAILED" if self.reason else "CREATE_COMPLETE"

    @property
    def execution_status(self) -> str:
        """Whether it can be executed."""
        return "UNAVAILABLE" if self.reason else "AVAILABLE"
