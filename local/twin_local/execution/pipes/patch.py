"""Make moto's pipes run: what cannot is refused, and states are those of the workers."""

from __future__ import annotations

import copy
import threading
from typing import Any

from moto.pipes.exceptions import ConflictException
from moto.pipes.models import EventBridgePipesBackend, Pipe

from twin_local.execution.patching import original, replace
from twin_local.execution.pipes.definition import check
from twin_local.execution.pipes.stream_source import Require, begin
from twin_local.execution.pipes.workers import Pipes, Trust
from twin_local.execution.targets import Targets

FIXED = ("StartingPosition",)
"""Settings of a source that an update does not give and that stay."""


def install(*, account: str, targets: Targets, require: Require, trust: Trust) -> Pipes:
    """Replace what moto's pipes only pretend; return what runs them."""
    create = original(EventBridgePipesBackend, "create_pipe")
    update = original(EventBridgePipesBackend, "update_pipe")

    def create_pipe(backend: EventBridgePipesBackend, name: str, **given: Any) -> Pipe:
        if name in backend.pipes:
            raise ConflictException(f"Pipe {name} already exists")
        made: Pipe = create(backend, name=name, **given)
        try:
            check(made)
        except Exception:
            del backend.pipes[name]
            raise
        if ":dynamodb:" in made.source:
            begin(made)
        return made

    def update_pipe(backend: EventBridgePipesBackend, name: str, **given: Any) -> Pipe:
        if name in backend.pipes:
            pipe = backend.pipes[name]
            if given.get("source_parameters") is not None:
                given["source_parameters"] = _merged(
                    pipe.source_parameters or {}, given["source_parameters"]
                )
            trial = copy.copy(pipe)
            vars(trial).update({key: value for key, value in given.items() if value is not None})
            check(trial)
        changed: Pipe = update(backend, name=name, **given)
        return changed

    replace(EventBridgePipesBackend, "create_pipe", create_pipe)
    replace(EventBridgePipesBackend, "update_pipe", update_pipe)
    replace(Pipe, "advance", lambda pipe: None)
    return Pipes(account, targets, require, trust, threading.Event(), {})


def _merged(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a source after an update, which cannot give the fixed ones."""
    merged = dict(given)
    for name, settings in before.items():
        if isinstance(settings, dict):
            kept = {key: value for key, value in settings.items() if key in FIXED}
            if kept:
                merged[name] = {**kept, **(given.get(name) or {})}
    return merged
