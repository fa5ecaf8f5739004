"""Do a service's answers have the shape that botocore's model promises to its clients?

boto3 reads past members it does not know and members that are missing, so that a test through a
client does not show them. `problems` compares what a service answers, before it is serialised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import botocore.session
import pytest
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape

Json = dict[str, Any]
NUMBERS: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
}


class Service(Protocol):
    """What the moto plug-ins serve."""

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""


@dataclass
class Observed:
    """The operations that were called and have answered, and what is wrong with their answers."""

    operations: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def model_of(service: str) -> ServiceModel:
    """Return botocore's model of a service."""
    model: ServiceModel = botocore.session.get_session().get_service_model(service)
    return model


def problems(shape: Shape, value: object, path: str = "") -> Iterator[str]:
    """Yield where a value does not have a shape: unknown, missing, of another type, no member."""
    if getattr(shape, "is_document_type", False):
        return  # any JSON
    if isinstance(shape, StructureShape):
        yield from _structure(shape, value, path)
    elif isinstance(shape, ListShape):
        if not isinstance(value, list | tuple):
            yield f"{path}: {value!r} is no list"
            return
        for index, item in enumerate(value):
            yield from problems(shape.member, item, f"{path}[{index}]")
    elif isinstance(shape, MapShape):
        if not isinstance(value, dict):
            yield f"{path}: {value!r} is no map"
            return
        for key, item in value.items():
            yield from problems(shape.key, key, f"{path} key")
            yield from problems(shape.value, item, f"{path}.{key}")
    else:
        yield from _scalar(shape, value, path)


@contextmanager
def observed(service: str, served: type[Service]) -> Iterator[Observed]:
    """Compare every answer of a service's class while the context lasts."""
    seen, model = Observed(), model_of(service)
    call: Callable[..., Json | None] = served.call

    def compared(self: Service, operation: str, request: Json) -> Json | None:
        answer = call(self, operation, request)
        if answer is not None:
            seen.operations.add(operation)
            shape = model.operation_model(operation).output_shape
            found = [] if shape is None else problems(shape, answer, operation)
            if shape is None and answer:
                found = [f"{operation}: {answer} where nothing is answered"]
            seen.wrong.extend(found)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(served, "call", compared)
        yield seen


def _structure(shape: StructureShape, value: object, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is no structure"
        return
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"{path}: {name} is missing"
    for name, item in value.items():
        if name not in shape.members:
            yield f"{path}: {name} is unknown"
        elif item is not None:
            yield from problems(shape.members[name], item, f"{path}.{name}")
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield f"{path}: a union with {len(value)} members"


def _scalar(shape: Shape, value: object, path: str) -> Iterator[str]:
    kind = shape.type_name
    if isinstance(shape, StringShape):
        if not isinstance(value, str):
            yield f"{path}: {value!r} is no string"
        elif shape.enum and value not in shape.enum:
            yield f"{path}: {value!r} is none of {', '.join(shape.enum)}"
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield f"{path}: {value!r} is no Boolean"
    elif kind in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, NUMBERS[kind]):
            yield f"{path}: {value!r} is no {kind}"
    elif kind == "timestamp" and not isinstance(value, int | float | datetime):
        yield f"{path}: {value!r} is no time"
    elif kind == "blob" and not isinstance(value, bytes | str):
        yield f"{path}: {value!r} is no blob"
