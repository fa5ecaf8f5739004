"""A field that a body's type does not have is found wherever it stands."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

import pytest

from twin.api.fields import unknown_fields
from twin.api.json_schema import Schemas
from twin.api.schemas.constraints import Items, Number, Text


class Part(TypedDict):
    """One part."""

    number: Annotated[int, Number(1, 10_000)]
    note: NotRequired[str]


class Order(TypedDict):
    """An order."""

    title: Annotated[str, Text(1, 80, pattern="[a-z]+")]
    parts: Annotated[list[Part], Items(1, 5)]
    more: NotRequired[dict[str, Part] | None]


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ({"title": "a", "parts": [{"number": 1, "note": "x"}]}, []),
        ({"titel": "a"}, ["titel"]),
        ({"parts": [{"number": 1}, {"nr": 1}]}, ["parts[1].nr"]),
        ({"more": {"a": {"number": 1}, "b": {"nr": 2}}}, ["more.b.nr"]),
        ({"more": None}, []),
        ({"parts": "none", "title": 5}, []),  # of another kind: for others to refuse
        ([], []),
    ],
)
def test_unknown_fields_are_named_by_their_place(value: object, places: list[str]) -> None:
    assert [where for where, _ in unknown_fields(Order, value)] == places


def test_the_fields_that_are_known_there_are_told() -> None:
    assert list(unknown_fields(Order, {"parts": [{"nr": 1}]})) == [
        ("parts[0].nr", ["note", "number"])
    ]


def test_a_type_becomes_its_json_schema() -> None:
    schemas = Schemas()
    assert schemas.of(Order, closed=True) == {"$ref": "#/components/schemas/Order"}
    order, part = schemas.named["Order"], schemas.named["Part"]
    assert order["required"] == ["title", "parts"] and not order["additionalProperties"]
    assert order["properties"]["title"] == {
        "type": "string",
        "minLength": 1,
        "maxLength": 80,
        "pattern": "^(?:[a-z]+)$",
    }
    assert order["properties"]["parts"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Part"},
        "minItems": 1,
        "maxItems": 5,
    }
    assert part["properties"]["number"] == {"type": "integer", "minimum": 1, "maximum": 10_000}


def test_an_answer_may_get_fields_and_a_request_may_not() -> None:
    schemas = Schemas()
    schemas.of(Part)
    assert "additionalProperties" not in schemas.named["Part"]
    schemas.of(Order, closed=True)
    assert schemas.named["Part"]["additionalProperties"] is False


@pytest.mark.parametrize("kind", [Part | bytes, set[str], bytes])
def test_what_json_does_not_have_is_no_schema(kind: Any) -> None:  # noqa: ANN401 - a type
    with pytest.raises(TypeError, match="no JSON schema"):
        Schemas().of(kind)
