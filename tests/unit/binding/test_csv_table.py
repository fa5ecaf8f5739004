"""A table of bindings and back."""

from __future__ import annotations

import pytest

from twin.binding.csv_table import from_csv, to_csv, written
from twin.binding.errors import BindingInvalid

PART = {
    "binding_id": "b-1",
    "path": "cad/pump.step",
    "node_id": 'P-101/casing, "left"',
    "region": None,
    "signals": ["pump/flow", "pump/speed"],
    "variables": [{"model": "m", "variable": "q"}],
    "equipment": "P-101",
    "note": "",
    "state": "bound",
}
SPHERE = {"kind": "sphere", "centre": [0, 0, 1], "radius": 2}
REGION = {**PART, "binding_id": "b-2", "path": None, "node_id": None, "region": SPHERE}


def test_a_table_holds_all_that_makes_the_bindings_again() -> None:
    assert from_csv(to_csv([PART, REGION])) == [written(PART), written(REGION)]
    assert written(REGION)["region"] == SPHERE and "path" not in written(REGION)


@pytest.mark.parametrize(
    "text",
    ["", "binding_id,colour\nb,red\n", "variables\nflow\n", "region\n{\n"],
)
def test_what_is_no_table_of_bindings_is_refused(text: str) -> None:
    with pytest.raises(BindingInvalid):
        from_csv(text)
