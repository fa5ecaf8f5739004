"""Every event that a site puts on its EventBridge bus, with the schema of its `detail`.

`python -m twin.api.events GUIDE` writes the guide. A rule of yours may match `source` and
`detail-type`; both, and the fields of `detail`, change only with an entry in the changelog.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin.alarms.events import AlarmStateChanged
from twin.api.json_schema import REFERENCE, Schemas
from twin.api.schemas import events as details
from twin.api.schemas.alarms import AlarmBody
from twin.api.schemas.commands import CommandBody
from twin.api.schemas.simulation import RunBody
from twin.api.schemas.simulation_calibrations import CalibrationBody
from twin.api.schemas.simulation_models import ModelActivatedDetail
from twin.api.schemas.simulation_studies import StudyBody
from twin.api.schemas.spatial_conversions import ConversionBody
from twin.api.schemas.spatial_uploads import UploadBody
from twin.binding.events import BindingReviewNeeded, BindingsCarried
from twin.catalogue.archive.archive import ArchiveRequested
from twin.commands.events import CommandStateChanged
from twin.event import Event
from twin.recalibration.calibration import CalibrationEnded
from twin.simulation.registry import ActiveChanged
from twin.simulation.run import RunStateChanged
from twin.simulation.study_run import StudyStateChanged
from twin.spatial.events import (
    AssetPublished,
    AssetRejected,
    ConversionProgressed,
    PurgeRequested,
    UploadProgressed,
    VersionKept,
)
from twin.spatial.job_progress import JobProgressed
from twin.storage.imports import ImportEnded

Json = dict[str, Any]
DEFINITIONS = "#/$defs/"


@dataclass(frozen=True)
class EventKind:
    """One kind of event, the type of its detail, and when it is told."""

    event: type[Event]
    detail: type
    when: str

    @property
    def name(self) -> str:
        """Return the `detail-type`."""
        return self.event.detail_type

    def schema(self) -> Json:
        """Return the JSON Schema (2020-12) of the detail; it has no other fields."""
        schemas = Schemas()
        root = schemas.of(self.detail, closed=True)
        whole: Json = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.name,
            **root,
            "$defs": dict(sorted(schemas.named.items())),
        }
        moved: Json = _moved(whole)
        return moved

    def fields(self) -> Iterator[tuple[str, str, str]]:
        """Yield the fields: name, type, and whether it may be missing."""
        schemas = Schemas()
        schemas.of(self.detail)
        named = schemas.named[self.detail.__name__]
        for name, schema in named["properties"].items():
            yield name, _type(schema), "" if name in named.get("required", ()) else "optional"


EVENTS: tuple[EventKind, ...] = (
    EventKind(UploadProgressed, UploadBody, "an upload went one step on"),
    EventKind(AssetRejected, UploadBody, "an upload was refused; nothing was published"),
    EventKind(AssetPublished, details.PublishedDetail, "a file is in the catalogue"),
    EventKind(ConversionProgressed, ConversionBody, "a conversion went on, or ended"),
    EventKind(JobProgressed, details.JobProgressedDetail, "a job says how far it is"),
    EventKind(VersionKept, details.KeptDetail, "the working tree was kept as a version"),
    EventKind(PurgeRequested, details.PurgeDetail, "an asset was removed for good"),
    EventKind(ArchiveRequested, details.ArchiveDetail, "the ZIP file of a version was asked for"),
    EventKind(
        BindingsCarried, details.CarriedDetail, "bindings follow a new version of their asset"
    ),
    EventKind(BindingReviewNeeded, details.ReviewDetail, "a person must decide on bindings"),
    EventKind(AlarmStateChanged, AlarmBody, "an alarm has a new state"),
    EventKind(CommandStateChanged, CommandBody, "a command went one step on"),
    EventKind(RunStateChanged, RunBody, "a simulation run has a new state"),
    EventKind(
        CalibrationEnded, CalibrationBody, "a calibration has ended, or its version was taken back"
    ),
    EventKind(StudyStateChanged, StudyBody, "a study has a new state"),
    EventKind(
        ActiveChanged, ModelActivatedDetail, "another deployment or other parameters are active"
    ),
    EventKind(ImportEnded, details.ImportDetail, "a file of late values was imported, or not"),
)


def event_kind(detail_type: str) -> EventKind:
    """Return a kind by its `detail-type`; raise `LookupError`."""
    for kind in EVENTS:
        if kind.name == detail_type:
            return kind
    raise LookupError(f"no event is called {detail_type}")


def guide() -> str:
    """Return the guide as Markdown."""
    lines = [
        "# Events",
        "",
        "What a site tells on its EventBridge bus (`TwinBus` of the stack `Foundation`). Each kind",
        "has a JSON Schema: `python -m twin.api.events --schema DETAIL-TYPE` prints it. Events",
        "come at least once and in any order; times are UTC seconds since 1970.",
        "",
        "This page is generated by `make docs`.",
        "",
        "| `source` | `detail-type` | When |",
        "|---|---|---|",
        *map(_row, EVENTS),
    ]
    for kind in EVENTS:
        lines += ["", f"## {kind.name}", "", "| Field | Type | |", "|---|---|---|"]
        lines += [f"| `{name}` | {text} | {more} |" for name, text, more in kind.fields()]
    return "\n".join([*lines, ""])


def _row(kind: EventKind) -> str:
    anchor = kind.name.lower().replace(" ", "-")
    return f"| `{kind.event.source}` | [`{kind.name}`](#{anchor}) | {kind.when} |"


def _type(schema: Json) -> str:
    """Return a schema in a few words."""
    if "$ref" in schema:
        return f"object `{schema['$ref'].removeprefix(REFERENCE)}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return str(schema.get("type", "any"))


def _moved(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a document whose references lead into itself."""
    if isinstance(value, dict):
        return {key: _moved(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item) for item in value]
    if isinstance(value, str) and value.startswith(REFERENCE):
        return DEFINITIONS + value.removeprefix(REFERENCE)
    return value


def main(arguments: list[str]) -> int:
    """Write the guide, or print one schema."""
    if arguments[:1] == ["--schema"]:
        print(json.dumps(event_kind(arguments[1]).schema(), indent=2))
    else:
        Path(arguments[0]).write_text(guide(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
