"""What the fields of a distributed Map state say; values may be templates until the state runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Template = Any
"""JSON in which JSONPath or JSONata stands for values."""

Fields = Mapping[str, Any]


class DefinitionError(ValueError):
    """A field of a distributed Map is not what the Amazon States Language allows."""


@dataclass(frozen=True)
class ReaderSettings:
    """Where items come from.

    Attributes:
        resource: `arn:aws:states:::s3:getObject` or `…:s3:listObjectsV2`.
        arguments: parameters of the call.
        config: the ReaderConfig: InputType, CSVHeaders, MaxItems and so on.
    """

    resource: str
    arguments: Template
    config: Fields

    @property
    def action(self) -> str:
        """Return the API action, such as `getObject`."""
        return self.resource.rpartition(":")[2]

    @property
    def input_type(self) -> str:
        """Return how an object is read."""
        return str(self.config.get("InputType", "JSON"))

    @property
    def is_manifest(self) -> bool:
        """Return whether the object only lists the files that have the items."""
        return self.input_type == "MANIFEST" or "ManifestType" in self.config


@dataclass(frozen=True)
class BatcherSettings:
    """How items are put together for one child."""

    fields: Fields


@dataclass(frozen=True)
class WriterSettings:
    """Where and how results are written; without a resource they become the state's result."""

    resource: str | None
    arguments: Template
    transformation: str = "NONE"
    output_type: str = "JSON"


@dataclass(frozen=True)
class DistributedSettings:
    """A distributed Map state; `processor` is the definition of a child."""

    name: str
    is_jsonata: bool
    execution_type: str
    processor: Fields
    reader: ReaderSettings | None = None
    batcher: BatcherSettings | None = None
    writer: WriterSettings | None = None
    label: str | None = field(default=None)


INPUT_TYPES = ("JSON", "JSONL", "CSV", "MANIFEST", "PARQUET")
SERVED_INPUT_TYPES = ("JSON", "JSONL", "CSV", "MANIFEST")
MANIFEST_TYPES = (None, "S3_INVENTORY", "ATHENA_DATA")
TRANSFORMATIONS = ("NONE", "COMPACT", "FLATTEN")
OUTPUT_TYPES = ("JSON", "JSONL")


def read_settings(name: str, state: Fields, *, is_jsonata: bool) -> DistributedSettings:
    """Read the fields of a distributed Map state.

    Raises:
        DefinitionError: one has a value that is not allowed.
    """
    processor = dict(state.get("ItemProcessor") or state.get("Iterator") or {})
    config = processor.pop("ProcessorConfig", {})
    kind = config.get("ExecutionType", "STANDARD")
    if kind not in ("STANDARD", "EXPRESS"):
        raise DefinitionError(f"{name}: ExecutionType {kind!r} is neither STANDARD nor EXPRESS")
    if is_jsonata:
        processor.setdefault("QueryLanguage", "JSONata")
    return DistributedSettings(
        name=name,
        is_jsonata=is_jsonata,
        execution_type=kind,
        processor=processor,
        reader=_reader(name, state.get("ItemReader")),
        batcher=BatcherSettings(state["ItemBatcher"]) if "ItemBatcher" in state else None,
        writer=_writer(name, state.get("ResultWriter")),
        label=state.get("Label"),
    )


def _reader(name: str, given: Fields | None) -> ReaderSettings | None:
    if given is None:
        return None
    resource = str(given.get("Resource", ""))
    if not resource.endswith((":s3:getObject", ":s3:listObjectsV2")):
        raise DefinitionError(f"{name}: {resource!r} cannot be the Resource of an ItemReader")
    config = given.get("ReaderConfig") or {}
    kind = config.get("InputType")
    if kind is not None and kind not in INPUT_TYPES:
        raise DefinitionError(f"{name}: InputType {kind!r} is none of {', '.join(INPUT_TYPES)}")
    if kind is not None and kind not in SERVED_INPUT_TYPES:
        raise DefinitionError(f"{name}: InputType {kind} is not implemented by the embedded AWS")
    if config.get("ManifestType") not in MANIFEST_TYPES:
        raise DefinitionError(f"{name}: ManifestType {config['ManifestType']!r} is not allowed")
    return ReaderSettings(resource, given.get("Arguments", given.get("Parameters", {})), config)


def _writer(name: str, given: Fields | None) -> WriterSettings | None:
    if given is None:
        return None
    resource = given.get("Resource")
    if resource is not None and not str(resource).endswith(":s3:putObject"):
        raise DefinitionError(f"{name}: {resource!r} cannot be the Resource of a ResultWriter")
    config = given.get("WriterConfig") or {}
    transformation = config.get("Transformation", "NONE")
    output_type = config.get("OutputType", "JSON")
    if transformation not in TRANSFORMATIONS or output_type not in OUTPUT_TYPES:
        raise DefinitionError(f"{name}: WriterConfig {config} is not allowed")
    return WriterSettings(
        resource,
        given.get("Arguments", given.get("Parameters", {})),
        transformation,
        output_type,
    )
