"""How files are cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.spatial.part_plan import (
    MAXIMUM_FILE_BYTES,
    MAXIMUM_PART_BYTES,
    MAXIMUM_PARTS,
    MINIMUM_PART_BYTES,
    PartPlan,
)

MEBIBYTE = 1024**2
EXAMPLES = Path(__file__).parents[3] / "web" / "tests" / "upload" / "part_sizes.json"


@given(st.integers(1, MAXIMUM_FILE_BYTES))
def test_parts_are_what_s3_takes(size_bytes: int) -> None:
    plan = PartPlan.of(size_bytes)
    assert 1 <= plan.count <= MAXIMUM_PARTS
    assert MINIMUM_PART_BYTES <= plan.part_bytes <= MAXIMUM_PART_BYTES
    assert 0 < plan.part(plan.count).size_bytes <= plan.part_bytes
    assert plan.part(plan.count).end == size_bytes


@given(st.integers(1, 300 * MEBIBYTE))
def test_parts_make_the_file_without_a_gap(size_bytes: int) -> None:
    at = 0
    for number, part in enumerate(PartPlan.of(size_bytes), start=1):
        assert (part.part_number, part.start) == (number, at)
        at = part.end
    assert at == size_bytes


@given(st.integers(1, MAXIMUM_FILE_BYTES - 1))
def test_larger_files_never_have_smaller_parts(size_bytes: int) -> None:
    assert PartPlan.of(size_bytes).part_bytes <= PartPlan.of(size_bytes + 1).part_bytes


@pytest.mark.parametrize("example", json.loads(EXAMPLES.read_text(encoding="utf-8")))
def test_console_and_service_cut_alike(example: dict[str, int]) -> None:
    plan = PartPlan.of(example["size_bytes"])
    assert (plan.part_bytes, plan.count) == (example["part_bytes"], example["part_count"])
