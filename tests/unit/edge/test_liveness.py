"""A connection lives while the server says so, whether values change or not."""

from __future__ import annotations

import asyncio

import pytest
from asyncua.ua.uaerrors import UaError

from edge_collector.liveness import Liveness, PlcLost


class Pulse:
    """A subscription as told."""

    def __init__(self) -> None:
        self.answered: float | None = None
        self.known = True
        self.error: Exception | None = None
        self.questions = 0

    def last_answer(self) -> float | None:
        return self.answered

    async def is_known(self) -> bool:
        self.questions += 1
        if self.error is not None:
            raise self.error
        return self.known


class Watch:
    def __init__(self) -> None:
        self.pulse, self.now = Pulse(), 100.0
        self._liveness = Liveness(self.pulse, 5.0, lambda: self.now)

    def check(self, *, after: float) -> None:
        self.now += after
        asyncio.run(self._liveness.check())


def test_keep_alives_are_enough() -> None:
    watch = Watch()
    for _ in range(20):
        watch.pulse.answered = watch.now
        watch.check(after=4.0)
    assert watch.pulse.questions == 0


def test_steady_plant_without_keep_alives_is_asked_now_and_then() -> None:
    watch = Watch()
    for _ in range(600):
        watch.check(after=0.1)
    assert 10 <= watch.pulse.questions <= 12


def test_subscription_that_the_server_forgot_is_lost() -> None:
    watch = Watch()
    watch.pulse.known = False
    watch.check(after=4.9)
    with pytest.raises(PlcLost, match="no longer knows"):
        watch.check(after=0.2)


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionError(), UaError("session")])
def test_server_that_does_not_answer_is_lost(error: Exception) -> None:
    watch = Watch()
    watch.pulse.error = error
    with pytest.raises(PlcLost, match="does not answer"):
        watch.check(after=5.1)
