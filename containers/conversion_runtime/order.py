"""What a conversion is to do and what it did, as its processes tell each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from container_runtime.child import Limits

Parameters = Mapping[str, float | int | str]
Facts = Mapping[str, float | int | str]
"""What a conversion says of its result: `triangles`, `points`, `crs`, …; units are in the names."""

SOURCE = "source"
"""Name of the source in the folder of a conversion; some readers want an ending behind it."""


@dataclass(frozen=True)
class Order:
    """One conversion in an empty folder that has the source in it."""

    converter: str
    source: Path
    folder: Path
    parameters: Parameters
    limits: Limits

    def to_json(self) -> str:
        """Return the argument of a child process."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Read the argument of a child process."""
        value = json.loads(text)
        return cls(
            converter=value["converter"],
            source=Path(value["source"]),
            folder=Path(value["folder"]),
            parameters=value["parameters"],
            limits=Limits(**value["limits"]),
        )


@dataclass(frozen=True)
class Converted:
    """The derivatives by their names in the folder, and what they show.

    The ending of a name decides its media type. The same source gives the same bytes and facts.
    """

    files: tuple[str, ...]
    facts: Facts

    def to_json(self) -> str:
        """Return what a child process reports."""
        return json.dumps(asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Converted:
        """Read what a child process reported."""
        value = json.loads(text)
        return cls(tuple(value["files"]), value["facts"])
