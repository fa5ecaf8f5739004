"""What is wrong with a site file.

TwinError
└── DefinitionError        one or more findings in a site file
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from twin.errors import TwinError


@dataclass(frozen=True)
class Finding:
    """One mistake: `key` is the dotted path in the file, `line` counts from 1 (0: unknown)."""

    code: str
    file: str
    line: int
    key: str
    message: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{place}: {self.key or 'file'}: {self.message}"
            f" (found {self.found}; expected {self.expected}) [{self.code}]"
        )

    def to_dict(self) -> dict[str, str | int]:
        """Return the finding as a JSON object."""
        return asdict(self)


class DefinitionError(TwinError):
    """A site file is wrong; `findings` are all its mistakes in the order of the file."""

    code = "DEFINITION_INVALID"
    findings: tuple[Finding, ...]

    def __init__(self, path: Path, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        count = "1 mistake" if len(self.findings) == 1 else f"{len(self.findings)} mistakes"
        first = self.findings[0]
        super().__init__(
            f"{path} has {count}:\n" + "\n".join(f"  {finding}" for finding in self.findings),
            found=first.found,
            expected=first.expected,
            where=f"{path}: {first.key}" if first.key else str(path),
        )
