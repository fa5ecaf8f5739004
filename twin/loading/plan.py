"""Operations in the order in which they are done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from twin.loading.entities import EntityOperation
from twin.loading.operations import AssetOperation

Operation = AssetOperation | EntityOperation


@dataclass(frozen=True)
class Step:
    """Operations of one kind that do not depend on each other."""

    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Plan:
    """Steps, one after the other; `left` are assets and entities that the site does not want.

    They stay because nothing is deleted unless that is asked for, and nothing that the loader did
    not make.
    """

    steps: tuple[Step, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Return all operations in their order."""
        return tuple(operation for step in self.steps for operation in step.operations)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many operations there are of each kind."""
        return dict(Counter(type(operation).__name__ for operation in self.operations))


def steps(*found: tuple[str, list[Operation]]) -> tuple[Step, ...]:
    """Return the steps that have something to do."""
    return tuple(Step(title, tuple(operations)) for title, operations in found if operations)
