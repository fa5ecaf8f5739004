"""The store's transactions: what follows a commit, and what an undone one leaves: nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin_local.services.iotsitewise.points.waiting_table import Waiting
from twin_local.services.iotsitewise.store import Point, Store

POINT = Point(1, "GOOD", 1.0)


class Broken(Exception):
    """What goes wrong within a transaction."""


def test_what_follows_a_commit_is_done_after_the_outermost_one() -> None:
    store, done = Store(None), []
    with store.transaction():
        with store.transaction():
            store.after_commit(lambda: done.append(store.latest("a", until_ns=9)))
            store.put_points("a", [POINT])
        assert done == []
    assert done == [POINT]
    store.after_commit(lambda: done.append(None))
    assert done == [POINT, None]
    store.close()


def test_what_follows_may_write_again() -> None:
    store = Store(None)
    with store.transaction():
        store.after_commit(lambda: store.put_points("a", [POINT]))
    assert store.latest("a", until_ns=9) == POINT
    store.close()


def test_nothing_follows_a_transaction_that_is_undone() -> None:
    store, done = Store(None), []
    with pytest.raises(Broken), store.transaction():
        store.put_points("a", [POINT])
        store.after_commit(lambda: done.append(1))
        raise Broken
    with store.transaction():
        store.put_points("b", [POINT])
    assert done == []
    assert store.series() == ["b"]
    store.close()


def test_windows_that_wait_are_there_after_a_start_and_undone_with_their_values(
    tmp_path: Path,
) -> None:
    kept, undone = Waiting("asset", "mean", 0, 300), Waiting("asset", "mean", 300, 600)
    store = Store(tmp_path / "store")
    with store.transaction():
        store.waiting.add([kept, kept])
    with pytest.raises(Broken), store.transaction():
        store.waiting.add([undone])
        store.waiting.remove([kept])
        raise Broken
    store.close()
    store = Store(tmp_path / "store")
    assert store.waiting.all() == [kept]
    with store.transaction():
        store.waiting.remove([kept, undone])
    assert store.waiting.all() == []
    store.close()


@pytest.mark.parametrize("later", [2, 400])
def test_the_newest_value_may_be_in_the_tail_or_in_a_chunk(later: int) -> None:
    store = Store(None)
    store.put_points("a", [Point(time, "GOOD", float(time)) for time in range(1, 300)])
    store.put_points("a", [Point(later, "GOOD", -1.0)])
    for until in (1, 2, 298, 299, 399, 400, 500):
        points = store.points("a", after_ns=0, until_ns=until, quality="GOOD")
        assert store.latest("a", until_ns=until, quality="GOOD") == points[-1]
    assert store.latest("a", until_ns=0) is None
    store.close()
