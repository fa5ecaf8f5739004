"""How values are printed for people."""

from __future__ import annotations

import pytest

from twin_local.cli.output import age, print_table


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "-"),
        (0.0, "0 s"),
        (119.0, "119 s"),
        (120.0, "2 min"),
        (7_199.0, "120 min"),
        (7_200.0, "2 h"),
        (172_800.0, "2 d"),
    ],
)
def test_an_age_is_said_in_the_largest_unit_that_it_fills_twice(
    seconds: float | None, text: str
) -> None:
    assert age(seconds) == text


def test_a_table_cuts_nothing_off(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": "1790000000000-" + 32 * "a", "path": 90 * "b"}, {"id": "short", "path": "c"}]
    print_table(rows, ("id", "path"))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["id", "path"],
        *(list(row.values()) for row in rows),
    ]
