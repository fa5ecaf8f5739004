"""Designs: rows of a chunk are those of the whole, values follow their distributions."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twin.simulation.chunks import block_rows, blocks_of_chunk, children, processor_seconds
from twin.simulation.design_errors import DesignInvalid
from twin.simulation.designs import design_of, designs

INPUTS = {
    "a": {"distribution": "uniform", "low": -1, "high": 3},
    "b": {
        "distribution": "truncated_normal",
        "mean": 5,
        "standard_deviation": 2,
        "low": 4,
        "high": 9,
    },
    "c": {"distribution": "log_uniform", "low": 0.1, "high": 100},
}
DOCUMENTS: dict[str, dict[str, Any]] = {
    "grid": {"inputs": {"a": [1, 2, 3], "b": [0, 5], "c": [7, 8, 9, 10]}},
    "batch": {"names": ["a", "b"], "rows": [[index, -index] for index in range(30)]},
    **{
        name: {"count": 12, "inputs": INPUTS}
        for name in ("sobol", "latin_hypercube", "monte_carlo", "saltelli", "morris")
    },
}


def test_every_design_is_tried_here() -> None:
    assert set(designs()) == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("parts", [1, 2, 5])
def test_rows_of_chunks_are_those_of_the_whole(name: str, parts: int) -> None:
    design, settings = design_of({"name": name, **DOCUMENTS[name]})
    count = design.count(settings)
    whole = design.rows(settings, 7, 0, count)
    edges = [index * count // parts for index in range(parts + 1)]
    pieces = [
        design.rows(settings, 7, first, last)
        for first, last in itertools.pairwise(edges)
        if last > first
    ]
    assert np.array_equal(np.concatenate(pieces), whole)
    assert whole.shape == (count, len(design.input_names(settings)))


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"grid", "batch"}))
def test_seed_decides(name: str) -> None:
    design, settings = design_of({"name": name, **DOCUMENTS[name]})
    first, again, other = (design.rows(settings, seed, 0, 12) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_grid_has_every_combination_once() -> None:
    design, settings = design_of({"name": "grid", **DOCUMENTS["grid"]})
    rows = {tuple(row) for row in design.rows(settings, 0, 0, 24).tolist()}
    assert len(rows) == design.count(settings) == 24


def test_order_of_a_document_does_not_matter() -> None:
    turned = {"count": 12, "inputs": dict(reversed(INPUTS.items()))}
    one, other = (design_of({"name": "sobol", **d}) for d in (DOCUMENTS["sobol"], turned))
    assert np.array_equal(one[0].rows(one[1], 1, 0, 12), other[0].rows(other[1], 1, 0, 12))


DISTRIBUTIONS: dict[str, tuple[dict[str, Any], Any]] = {
    "uniform": (INPUTS["a"], stats.uniform(-1, 4)),
    "log_uniform": (INPUTS["c"], stats.loguniform(0.1, 100)),
    "normal": (
        {"distribution": "normal", "mean": 1, "standard_deviation": 3},
        stats.norm(1, 3),
    ),
    "truncated_normal": (INPUTS["b"], stats.truncnorm(-0.5, 2, 5, 2)),
    "truncated_normal far out": (
        {
            "distribution": "truncated_normal",
            "mean": 0,
            "standard_deviation": 1,
            "low": 9,
            "high": 10,
        },
        stats.truncnorm(9, 10),
    ),
    "log_normal": (
        {"distribution": "log_normal", "mean_of_log": 0.5, "deviation_of_log": 0.3},
        stats.lognorm(0.3, scale=math.exp(0.5)),
    ),
}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_values_follow_their_distribution(name: str) -> None:
    document, expected = DISTRIBUTIONS[name]
    design, settings = design_of({"name": "monte_carlo", "count": 2000, "inputs": {"x": document}})
    rows = design.rows(settings, 3, 0, 2000)[:, 0]
    assert stats.kstest(rows, expected.cdf).pvalue > 0.01
    assert np.isfinite(rows).all()


def test_latin_hypercube_has_one_row_in_each_part() -> None:
    document = {"count": 50, "inputs": {"a": {"distribution": "uniform", "low": 0, "high": 50}}}
    design, settings = design_of({"name": "latin_hypercube", **document})
    assert sorted(design.rows(settings, 1, 0, 50)[:, 0].astype(int)) == list(range(50))


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"name": "guess"},
        {"name": "grid", "inputs": {}},
        {"name": "grid", "inputs": {"a": []}},
        {"name": "grid", "inputs": {"a": list(range(5000)), "b": list(range(5000))}},
        {"name": "batch", "names": ["a", "a"], "rows": [[1, 2]]},
        {"name": "batch", "names": ["a"], "rows": [[1, 2]]},
        {"name": "sobol", "count": 0, "inputs": INPUTS},
        {"name": "sobol", "count": 8, "inputs": {}},
        {"name": "sobol", "count": 8, "inputs": INPUTS, "more": 1},
        {"name": "sobol", "count": 8, "inputs": {"a": {**INPUTS["a"], "high": -2}}},
        {"name": "sobol", "count": 8, "inputs": {"a": {"distribution": "zipf"}}},
        {"name": "sobol", "count": 8, "inputs": {"c": {**INPUTS["c"], "low": 0}}},
    ],
)
def test_wrong_design_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(DesignInvalid):
        design_of(document)


@given(st.integers(1, 5000), st.integers(1, 700), st.integers(1, 40))
def test_chunks_have_each_row_once(rows: int, rows_of_block: int, of: int) -> None:
    blocks = [
        block for index in range(of) for block in blocks_of_chunk(rows, rows_of_block, index, of)
    ]
    numbers = [number for block in blocks for number in range(block.first, block.last)]
    assert numbers == list(range(rows))
    assert [block.number for block in blocks] == list(range(len(blocks)))


def test_chunks_are_as_many_as_the_work_is_worth() -> None:
    assert [children(seconds) for seconds in (0.0, 89.0, 900.0, 1e9)] == [1, 1, 10, 10_000]
    seconds = processor_seconds(10_000, 3600, 230_000.0)
    assert children(seconds) == 2
    assert block_rows(3600, 230_000.0) == 319
    assert (block_rows(10**9, 1.0), block_rows(1, 1e9)) == (1, 10_000)
