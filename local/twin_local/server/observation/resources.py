"""The control of what is deployed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from twin_local.engine.overview import Overview, ResourceRow, read_overview
from twin_local.engine.store import FILE_NAME
from twin_local.server.application import ControlError
from twin_local.server.observation.hints import hint_of


@dataclass(frozen=True)
class Resources:
    """Reads what the engine deployed into one state folder."""

    state_folder: Path

    def overview(self) -> Overview:
        """Return the stacks and resources.

        Raises:
            ControlError: the store is being put back; to be asked again.
        """
        try:
            return read_overview(self.state_folder / FILE_NAME)
        except sqlite3.Error as error:
            raise ControlError(f"what is deployed cannot be read now: {error}") from error

    def answer(self) -> dict[str, object]:
        """Return all stacks, and all resources each with a hint of what it is."""
        found = self.overview()
        return {
            "stacks": [asdict(stack) for stack in found.stacks],
            "resources": list(_rows(found.resources)),
        }


def _rows(resources: tuple[ResourceRow, ...]) -> Iterator[dict[str, object]]:
    for row in resources:
        yield {**asdict(row), "hint": {k: v for k, v in asdict(hint_of(row)).items() if v}}
