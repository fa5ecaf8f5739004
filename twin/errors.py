"""Every error the product raises on purpose.

TwinError
├── ProblemUnknown         a code that the API does not have (twin/api/errors.py)
├── DefinitionError        a site file is wrong (twin/definition/errors.py)
├── CompileError           a valid site cannot be expressed (twin/compile/errors.py)
├── FormulaError           a formula is wrong (twin/formula/errors.py)
├── CatalogueError         databases, assets, files, versions (twin/catalogue/errors.py)
├── SearchError            search over the catalogue (twin/catalogue/search/errors.py)
├── BindingError           what is bound to parts of models (twin/binding/errors.py)
├── SpatialError           uploads, inspection, conversion, catalogue (twin/spatial/errors.py)
├── TelemetryError         values, aliases, time stamps (twin/telemetry/errors.py)
├── CommandError           a command is refused (twin/commands/errors.py)
├── AlarmError             an alarm operation is refused (twin/alarms/errors.py)
├── GraphError             questions about the graph of the twin (twin/graph/errors.py)
├── LiveError              the live channel (twin/live/errors.py)
├── ConnectorError         a data connector does not answer (twin/connectors/errors.py)
├── LoadError              asset instances cannot be loaded (twin/loading/errors.py)
├── StorageError           how long values are kept, and where (twin/storage/errors.py)
├── SimulationError        models, runs, what-if (twin/simulation/errors.py)
├── CalibrationError       windows, estimates, parameter sets (twin/calibration/errors.py)
└── AccessError            who may do what (twin/access/errors.py)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol


class Finding(Protocol):
    """One of the mistakes that an error reports together."""

    def to_dict(self) -> Mapping[str, str | int]:
        """Return the finding as a JSON object."""
        ...


class TwinError(Exception):
    """Say what was found, what was expected and where to change it, under a stable code.

    `code` is part of the public contract: it is upper snake case, never reused and never renamed.
    `status` is the HTTP status an API answers with. An error that reports several mistakes at once
    sets `findings`.
    """

    code: ClassVar[str] = "TWIN_ERROR"
    status: ClassVar[int] = 400
    where_label: ClassVar[str] = "change it in"
    findings: Sequence[Finding] = ()

    def __init__(
        self, message: str, *, found: str = "", expected: str = "", where: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.found = found
        self.expected = expected
        self.where = where

    def to_dict(self) -> dict[str, str]:
        """Return the error as the JSON object that the API, the command line and jobs report."""
        parts = {
            "code": self.code,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
            "where": self.where,
        }
        return {key: value for key, value in parts.items() if value}

    def __str__(self) -> str:
        details = [
            f"{label} {value}"
            for label, value in (
                ("found", self.found),
                ("expected", self.expected),
                (self.where_label, self.where),
            )
            if value
        ]
        return "; ".join([f"{self.code}: {self.message}", *details])
