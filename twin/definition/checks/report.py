"""Collects findings of the checks."""

from __future__ import annotations

from pathlib import Path

from twin.definition.errors import Finding
from twin.definition.key_path import KeyPath, dotted
from twin.definition.yaml_reader import YamlFile


class Report:
    """Findings of one site file; a check says the key, the report knows file and line."""

    def __init__(self, file: YamlFile, path: Path) -> None:
        self._file = file
        self._path = path
        self._findings: list[Finding] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was added."""
        return tuple(self._findings)

    def has(self, key: KeyPath) -> bool:
        """Tell whether the file has a key, be its value right or wrong."""
        return key in self._file.lines

    def add(self, code: str, key: KeyPath, message: str, *, found: object, expected: str) -> None:
        """Add one mistake at a key path."""
        self._findings.append(
            Finding(
                code=code,
                file=str(self._path),
                line=self._file.line_of(key),
                key=dotted(key),
                message=message,
                found=str(found),
                expected=expected,
            )
        )
