"""How far the clock was moved, and since when: kept in the state folder."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from twin_local.server.persistence.errors import StateDamagedError

FILE_NAME = "clock.json"


@dataclass
class Offsets:
    """Every offset with the moment of the machine's time since which it is valid, oldest first."""

    file: Path | None = None
    steps: list[tuple[float, float]] = field(default_factory=list)

    @staticmethod
    def load(file: Path | None) -> Offsets:
        """Read what was kept; nothing was when there is no file.

        Raises:
            StateDamagedError: the file is not as it was written.
        """
        if file is None or not file.is_file():
            return Offsets(file)
        try:
            read = json.loads(file.read_text())
            steps = [(float(since), float(offset)) for since, offset in read]
        except (ValueError, TypeError) as error:
            raise StateDamagedError(
                "the clock's offset cannot be read",
                found=f"{file}: {error}",
                expected="the file as `twin clock advance` wrote it",
                where="start over with `twin up --fresh`",
            ) from error
        return Offsets(file, steps)

    @property
    def latest_s(self) -> float:
        """The offset that is valid now."""
        return self.steps[-1][1] if self.steps else 0.0

    def at(self, machine_time: float) -> float:
        """Return the offset that was valid at a moment of the machine's time."""
        position = bisect_right(self.steps, machine_time, key=lambda step: step[0])
        return self.steps[position - 1][1] if position else 0.0

    def append(self, since: float, offset: float) -> None:
        """Add an offset, and write the file whole or not at all."""
        self.steps.append((since, offset))
        if self.file is None:
            return
        partial = self.file.with_name(f"{self.file.name}.partial")
        partial.write_text(json.dumps(self.steps))
        partial.replace(self.file)
