"""Stops moto from remembering every object it ever made: a server would grow without end."""

from __future__ import annotations

from typing import Any

from moto.core.common_models import BaseModel

from twin_local.execution.patching import replace


def install() -> None:
    """Make moto's models like other objects; installing twice is the same as once."""
    replace(BaseModel, "__new__", staticmethod(_new))


def _new(cls: type, *_: Any, **__: Any) -> Any:  # noqa: ANN401 - the new object of any class
    return object.__new__(cls)
