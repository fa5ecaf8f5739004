"""What connectors answer, checked against the shapes of the API that passes it on; pure."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.model import ListShape, MapShape, Shape, StructureShape
from moto.core.utils import get_service_model

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import ConnectorFailureException
from twin_local.services.model_driven.validation import problems


def checked(answer: Json, member: str, operation: str) -> Json:
    """Return the members of a connector's answer that an operation answers with.

    Raises:
        ConnectorFailureException: `member` is missing, or the answer has another shape.
    """
    shape = get_service_model("iottwinmaker").operation_model(operation).output_shape
    if answer.get(member) is None:
        raise ConnectorFailureException(f"the connector's answer has no {member}")
    known = {key: value for key, value in answer.items() if key in shape.members}
    found = [*_kinds(shape, known, ""), *problems(shape, known)]
    if found:
        raise ConnectorFailureException(f"the connector's answer is wrong: {'; '.join(found)}")
    cleaned = _cleaned(shape, known)
    assert isinstance(cleaned, dict)
    return cleaned


def _kinds(shape: Shape, value: object, path: str) -> Iterator[str]:
    """Yield where structures, lists and maps are not what they should be."""
    if value is None:
        return
    if isinstance(shape, ListShape):
        if not isinstance(value, list):
            yield f"{path} is no list"
            return
        for index, item in enumerate(value):
            yield from _kinds(shape.member, item, f"{path}[{index}]")
    elif isinstance(shape, StructureShape | MapShape):
        if not isinstance(value, dict):
            yield f"{path} is no object"
            return
        for key, item in value.items():
            inner = shape.value if isinstance(shape, MapShape) else shape.members.get(key)
            if inner is not None:
                yield from _kinds(inner, item, f"{path}.{key}")


def _cleaned(shape: Shape, value: object) -> object:
    """Return a value without the members that the shape does not have."""
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_cleaned(shape.member, item) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: _cleaned(shape.value, item) for key, item in value.items()}
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {
            key: _cleaned(shape.members[key], item)
            for key, item in value.items()
            if key in shape.members and item is not None
        }
    return value
