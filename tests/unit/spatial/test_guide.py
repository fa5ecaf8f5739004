"""The guide lists the converters that there are."""

from __future__ import annotations

from pathlib import Path

from twin.spatial.converters import converters
from twin.spatial.guide import guide

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "conversions.md"


def test_the_guide_has_the_present_converters() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert text == guide(), "run `make docs`"
    for converter in converters():
        assert f"| `{converter.name}` |" in text
