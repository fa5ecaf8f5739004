"""Split a definition into what moto's grammar reads and what it lacks of distributed Maps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from twin_local.execution.stepfunctions.distributed.settings import (
    DistributedSettings,
    read_settings,
)

OURS = ("ItemReader", "ItemBatcher", "ResultWriter")


@dataclass(frozen=True)
class Split:
    """A definition for moto, and its distributed Maps by the names of their states."""

    definition: str
    maps: Mapping[str, DistributedSettings]


def split(definition: str) -> Split:
    """Take the distributed Maps out of a definition.

    Raises:
        DefinitionError: a field of one is not allowed.
        ValueError: it is not JSON.
    """
    document = json.loads(definition)
    maps: dict[str, DistributedSettings] = {}
    if not isinstance(document, dict):
        return Split(definition, maps)
    for name, state, language in list(_states(document, "JSONPath")):
        if state.get("Type") == "Map" and _is_distributed(state):
            is_jsonata = state.get("QueryLanguage", language) == "JSONata"
            maps[name] = read_settings(name, json.loads(json.dumps(state)), is_jsonata=is_jsonata)
    for name, state, _ in list(_states(document, "JSONPath")):
        if name in maps:
            _reduce(state)
    return Split(json.dumps(document) if maps else definition, maps)


def _states(document: Mapping[str, Any], outer: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield every state below a definition, with the query language around it."""
    language = str(document.get("QueryLanguage", outer))
    states = document.get("States")
    for name, state in states.items() if isinstance(states, dict) else ():
        if not isinstance(state, dict):
            continue
        yield name, state, language
        inner = str(state.get("QueryLanguage", language))
        branches = state.get("Branches")
        for part in (
            state.get("ItemProcessor"),
            state.get("Iterator"),
            *(branches if isinstance(branches, list) else ()),
        ):
            if isinstance(part, dict):
                yield from _states(part, inner)


def _is_distributed(state: Mapping[str, Any]) -> bool:
    processor = state.get("ItemProcessor") or state.get("Iterator")
    config = processor.get("ProcessorConfig") if isinstance(processor, dict) else None
    return isinstance(config, dict) and config.get("Mode") == "DISTRIBUTED"


def _reduce(state: dict[str, Any]) -> None:
    """Leave of a state what moto's grammar knows, in the form that it knows."""
    for name in OURS:
        state.pop(name, None)
    processor = state.get("ItemProcessor") or state.get("Iterator") or {}
    processor["ProcessorConfig"] = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    percentage = state.get("ToleratedFailurePercentage")
    if isinstance(percentage, int):
        state["ToleratedFailurePercentage"] = float(percentage)
