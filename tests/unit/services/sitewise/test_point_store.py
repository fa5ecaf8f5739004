"""The store of values holds what a plain dictionary would hold."""

from __future__ import annotations

import math
import random
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin_local.services.iotsitewise.points import tail_table
from twin_local.services.iotsitewise.points.chunks import decode, encode
from twin_local.services.iotsitewise.points.columns import Value, columns, ordered
from twin_local.services.iotsitewise.points.statistics import statistics_of
from twin_local.services.iotsitewise.store import Point, Store

QUALITIES = ["GOOD", "BAD", "UNCERTAIN"]
TIMES = st.integers(0, 400)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.floats(-1e10, 1e10, allow_nan=False),
    st.integers(-(2**31), 2**31 - 1),
    st.none(),
    st.text(max_size=5),
    st.just(math.nan),
)
Model = dict[tuple[str, int], Value]


def shown(value: Value) -> Value:
    return "not a number" if isinstance(value, float) and math.isnan(value) else value


@st.composite
def writes(draw: st.DrawFn) -> list[tuple[str, str, list[tuple[int, Value]]]]:
    one = st.tuples(
        st.sampled_from(["few", "many", "few", "many", "cut", "delete"]),
        st.sampled_from(QUALITIES[:2]),
        st.lists(st.tuples(TIMES, VALUES), min_size=1, max_size=60),
    )
    return draw(st.lists(one, max_size=12))


def write(
    store: Store, model: Model, how: str, quality: str, rows: list[tuple[int, Value]]
) -> None:
    if how == "delete":
        store.delete_series("s")
        model.clear()
    elif how == "cut":
        store.cut("s", rows[0][0])
        for key in [one for one in model if one[1] < rows[0][0]]:
            del model[key]
    elif how == "few":
        store.put_points("s", [Point(time_ns, quality, value) for time_ns, value in rows])
    else:
        given = columns([row[0] for row in rows], [row[1] for row in rows])
        store.put_columns("s", quality, ordered(given.times, given.values))
    if how in {"few", "many"}:
        model.update({(quality, time_ns): value for time_ns, value in rows})


@given(
    steps=writes(),
    after=TIMES,
    until=TIMES,
    descending=st.booleans(),
    limit=st.none() | st.integers(1, 50),
    reopened=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_the_store_is_a_dictionary_of_time_and_quality(
    steps: list[tuple[str, str, list[tuple[int, Value]]]],
    after: int,
    until: int,
    descending: bool,
    limit: int | None,
    reopened: bool,
) -> None:
    with pytest.MonkeyPatch.context() as small, TemporaryDirectory() as folder:
        small.setattr(tail_table, "TAIL_POINTS", 7)
        small.setattr("twin_local.services.iotsitewise.points.chunk_table.CHUNK_POINTS", 9)
        path = Path(folder) / "s.sqlite" if reopened else None
        store, model = Store(path), Model()
        for step in steps:
            write(store, model, *step)
            if reopened:
                store.close()
                store = Store(path)
        for quality in QUALITIES:
            found = store.points(
                "s",
                after_ns=after,
                until_ns=until,
                quality=quality,
                descending=descending,
                limit=limit,
            )
            inside = [
                (time_ns, shown(value))
                for (kind, time_ns), value in model.items()
                if kind == quality and after < time_ns <= until
            ]
            expected = sorted(inside, key=lambda item: item[0], reverse=descending)
            assert [(point.time_ns, shown(point.value)) for point in found] == expected[:limit]
            newest = store.latest("s", until_ns=until, quality=quality)
            known = [time for kind, time in model if kind == quality and time <= until]
            assert (newest and newest.time_ns) == (max(known) if known else None)
        store.close()


@given(steps=writes(), step=st.integers(1, 90), after=TIMES, until=TIMES)
@settings(max_examples=40, deadline=None)
def test_statistics_are_those_of_the_values(
    steps: list[tuple[str, str, list[tuple[int, Value]]]], step: int, after: int, until: int
) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(tail_table, "TAIL_POINTS", 7)
        small.setattr("twin_local.services.iotsitewise.points.chunk_table.CHUNK_POINTS", 9)
        store, model = Store(None), Model()
        for one in steps:
            write(store, model, *one)
        found = store.statistics("s", "GOOD", after_ns=after, until_ns=until, step_ns=step)
        store.close()
    windows: dict[int, list[Value]] = {}
    for (kind, time_ns), value in sorted(model.items(), key=lambda item: item[0]):
        if kind == "GOOD" and after < time_ns <= until:
            windows.setdefault(math.ceil(time_ns / step) * step, []).append(value)
    assert [end for end, _ in found] == sorted(windows)
    for end, known in found:
        numbers = [
            float(one)
            for one in windows[end]
            if isinstance(one, int | float) and not math.isnan(one)
        ]
        assert (known.count, known.numbers) == (len(windows[end]), len(numbers))
        if numbers:
            scale = max(map(abs, numbers)) + 1
            assert known.total == pytest.approx(sum(numbers), abs=1e-6 * scale)
            assert (known.minimum, known.maximum) == (min(numbers), max(numbers))
            assert known.standard_deviation == pytest.approx(np.std(numbers), abs=1e-6 * scale)


@given(st.lists(VALUES, min_size=1, max_size=50))
def test_a_chunk_comes_back_as_it_was(values: list[Value]) -> None:
    times = random.Random(0).sample(range(10**18), len(values))
    found = decode(encode(columns(sorted(times), values)))
    assert found.times.tolist() == sorted(times)
    assert [shown(one) for one in found.values.tolist()] == [shown(one) for one in values]


def test_a_small_spread_beside_a_large_mean_is_kept() -> None:
    parts = [statistics_of(columns([0, 1], [1e9 + 1, 1e9 - 1])) for _ in range(1000)]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.joined(part)
    assert whole.standard_deviation == pytest.approx(1.0)


def test_what_a_transaction_undoes_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    store.put_points("s", [Point(1, "GOOD", 1.0)])
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.put_points("new", [Point(n, "GOOD", 1.0) for n in range(1000)])
        store.put_points("s", [Point(n, "GOOD", 2.0) for n in range(1000)])
        raise KeyboardInterrupt
    store.put_points("new", [Point(2, "GOOD", 3.0)])
    for name, expected in (("s", [(1, 1.0)]), ("new", [(2, 3.0)])):
        found = store.points(name, after_ns=-1, until_ns=10**9, quality="GOOD")
        assert [(point.time_ns, point.value) for point in found] == expected
    store.close()


def test_a_database_with_one_row_per_value_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    old = sqlite3.connect(path)
    old.execute(
        "CREATE TABLE point (series TEXT NOT NULL, time_ns INTEGER NOT NULL, quality TEXT NOT NULL,"
        " value, PRIMARY KEY (series, time_ns, quality)) WITHOUT ROWID"
    )
    rows: list[tuple[str, int, str, Value]]
    rows = [("s", n, "GOOD", n / 2) for n in range(2000)]
    rows += [("s", 3, "BAD", None), ("nan", 1, "GOOD", 1.0), ("nan", 2, "GOOD", "NaN")]
    rows += [("text", 1, "GOOD", "NaN"), ("text", 2, "GOOD", "on")]
    old.executemany("INSERT INTO point VALUES (?, ?, ?, ?)", rows)
    old.commit()
    old.close()
    for _ in range(2):  # once taken over, it is opened as it is
        store = Store(path)
        found = store.points("s", after_ns=-1, until_ns=10**9, quality="GOOD")
        assert [(p.time_ns, p.value) for p in found] == [(n, n / 2) for n in range(2000)]
        assert store.latest("s", until_ns=5, quality="BAD") == Point(3, "BAD", None)
        newest = store.latest("nan", until_ns=9)
        assert newest is not None and newest.value != newest.value
        text = store.points("text", after_ns=0, until_ns=9, quality="GOOD")
        assert [point.value for point in text] == ["NaN", "on"]
        store.close()
