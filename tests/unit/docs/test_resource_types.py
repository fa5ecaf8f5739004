"""The guide's table of resource types is the one that the engine deploys by."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin_local.engine.recorded import RECORDED, WHOLE
from twin_local.engine.reference import MarksMissingError, table, written_into
from twin_local.engine.schema import type_schema
from twin_local.engine.table import INERT_TYPES, TABLE

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "embedded-aws.md"


def test_the_guide_has_the_present_table() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert text == written_into(text), "run `make docs`"


def test_every_type_has_a_row_and_every_inert_property_its_reason() -> None:
    rows = {line.split("`")[1]: line for line in table().splitlines()[2:]}
    assert set(TABLE) | set(INERT_TYPES) <= set(rows)
    for name, entry in TABLE.items():
        for inert, reason in entry.inert.items():
            assert f"`{inert}`: {reason}" in rows[name]
    for name, inert_type in INERT_TYPES.items():
        assert inert_type.reason in rows[name]


def test_what_is_only_kept_names_properties_that_there_are() -> None:
    for name, reasons in RECORDED.items():
        schema = type_schema(name)
        assert name in TABLE and schema is not None
        assert set(reasons) - {WHOLE} <= schema.properties, name
        assert not set(reasons) & set(TABLE[name].inert), name


def test_a_guide_without_marks_is_refused() -> None:
    with pytest.raises(MarksMissingError):
        written_into("# A guide\n")
