"""The report says what was found and what was promised, and reads back as it was written."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.markdown import PROMISE_COLUMNS, SUMMARY_COLUMNS, markdown
from benchmarks.validation.outcome import Outcome, State, from_json, to_json
from benchmarks.validation.registry import case, names

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "simulation" / "validation.md"
HELD = Promise("error", 0.5, "mV", upper=1.0)
BROKEN = Promise("coverage", math.nan, lower=0.85, upper=0.95)
OUTCOMES = (
    Outcome(
        "cell", "A cell", "2 mV noise.", State.BROKEN, 1.0, 2.0,
        CaseResult(
            (Row("ours", {"error mV": 0.5}), Row("theirs", {"error mV": 12345.6}),
             Row("both", {"verdict": "worse", "lag": math.nan})),
            (HELD, BROKEN),
            ("the noise is known",),
        ),
    ),
    Outcome("rig", "A rig", "Real data.", State.NOT_RUN, 0.1, 0.1, reason="no samples"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("promise", "is_held"),
    [
        (HELD, True),
        (BROKEN, False),
        (Promise("low", 0.84, lower=0.85), False),
        (Promise("edge", 1.0, upper=1.0), True),
        (Promise("above", 1.1, lower=0.0, upper=1.0), False),
    ],
)
def test_a_promise_is_held_within_its_bounds(promise: Promise, is_held: bool) -> None:
    assert promise.is_held is is_held


def test_a_promise_without_a_bound_is_none() -> None:
    with pytest.raises(ValueError, match="without a bound"):
        Promise("anything", 1.0)


def test_the_document_reads_back() -> None:
    text = to_json(OUTCOMES)
    assert "NaN" not in text
    assert to_json(from_json(text)) == text
    assert from_json(text)[1] == OUTCOMES[1]
    with pytest.raises(ValueError, match="validation/0"):
        from_json(text.replace("validation/1", "validation/0"))


def test_the_page_shows_rows_promises_and_reasons() -> None:
    page = markdown(OUTCOMES)
    assert "| [A cell](#cell) | 1 of 2 | not held | 1.0 | 2.0 |" in page
    assert "|  | error mV |\n|---|---|\n| ours | 0.5 |\n| theirs | 12,346 |" in page
    assert "| both | worse | \N{EN DASH} |" in page
    assert "| error | 0.5 | mV | at most 1 | yes |" in page
    assert "| coverage | \N{EN DASH} |  | 0.85 to 0.95 | **no** |" in page
    assert "Not run: no samples" in page


def test_the_page_of_the_repository_has_the_present_cases() -> None:
    """Figures are those of the machine that wrote it; cases, protocols and columns are today's."""
    page = GUIDE.read_text(encoding="utf-8")
    assert re.findall(r'<a id="([a-z0-9_]+)"></a>', page) == list(names())
    assert f"| {' | '.join(SUMMARY_COLUMNS)} |" in page
    assert f"| {' | '.join(PROMISE_COLUMNS)} |" in page
    for name in names():
        assert case(name).TITLE in page
        assert case(name).PROTOCOL.strip() in page, "run make validation GUIDE=…"
