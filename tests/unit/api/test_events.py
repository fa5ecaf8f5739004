"""Events: every kind is documented, and its schema is one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from twin.api.events import EVENTS, EventKind, event_kind, guide

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "events.md"


def declared() -> Iterator[str]:
    """Yield the `detail_type` of every class of `twin` that has one."""
    for file in (ROOT / "twin").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                for line in node.body:
                    target = line.targets[0] if isinstance(line, ast.Assign) else None
                    target = line.target if isinstance(line, ast.AnnAssign) else target
                    value = getattr(line, "value", None)
                    named = isinstance(target, ast.Name) and target.id == "detail_type"
                    if named and isinstance(value, ast.Constant):
                        yield str(value.value)


def test_every_event_of_the_product_is_listed_once() -> None:
    assert sorted(kind.name for kind in EVENTS) == sorted(declared())


def test_the_guide_is_that_of_the_code() -> None:
    assert GUIDE.read_text(encoding="utf-8") == guide(), "run `make docs`"


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.name)
def test_schemas_are_schemas_and_refuse_other_fields(kind: EventKind) -> None:
    schema = kind.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"surprise": 1}, schema)


def test_an_event_that_does_not_exist_has_no_schema() -> None:
    with pytest.raises(LookupError):
        event_kind("Nothing")
