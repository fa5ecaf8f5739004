"""A time series: one property of one asset, or a data stream; with its formula where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from twin.formula import Node, parse
from twin.formula.evaluation import Formula, compiled
from twin.formula.windows import Tumbling, tumbling
from twin_local.services.iotsitewise.store import Json


@dataclass(frozen=True)
class Series:
    """One property of one asset, or a data stream (of kind `stream`) that has none yet."""

    asset_id: str
    property_id: str
    model_id: str
    name: str
    data_type: str
    kind: str
    alias: str | None
    notifies: bool
    default_value: str | None
    created_at: float
    definition: Json
    stream_id: str | None = None
    """The id of a data stream that is associated with no property."""

    @property
    def key(self) -> str:
        """Return the time series id."""
        return self.stream_id or f"{self.asset_id}_{self.property_id}"

    @cached_property
    def formula(self) -> Node:
        """Return the parsed formula of a transform or metric."""
        return _parsed(self.definition["type"][self.kind]["expression"])

    @cached_property
    def evaluate(self) -> Formula:
        """Return what computes a transform or metric."""
        names = frozenset(one["name"] for one in self.variables)
        return _compiled(self.definition["type"][self.kind]["expression"], names)

    @cached_property
    def windows(self) -> Tumbling:
        """Return the windows of a metric."""
        given = self.definition["type"]["metric"]["window"]["tumbling"]
        return _tumbling(given["interval"], given.get("offset"))

    @property
    def variables(self) -> list[Json]:
        """Return the variables of a transform or metric."""
        variables: list[Json] = self.definition["type"][self.kind]["variables"]
        return variables


@lru_cache(maxsize=4_096)
def _parsed(expression: str) -> Node:
    """Return a formula parsed; all assets of a model have the same."""
    return parse(expression)


@lru_cache(maxsize=4_096)
def _compiled(expression: str, names: frozenset[str]) -> Formula:
    return compiled(_parsed(expression), names)


@lru_cache(maxsize=256)
def _tumbling(interval: str, offset: str | None) -> Tumbling:
    return tumbling(interval, offset)
