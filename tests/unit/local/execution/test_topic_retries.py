"""Delivery policies: phases of retries, and when they end."""

from __future__ import annotations

from twin_local.execution.topics.retries import OF_HTTP, OF_SERVICES, RetryPolicy


def test_http_is_tried_again_three_times_with_twenty_seconds() -> None:
    assert [OF_HTTP.delay_s(tries) for tries in range(1, 6)] == [20, 20, 20, None, None]


def test_the_phases_follow_one_another() -> None:
    policy = RetryPolicy(
        retries=8, least_s=5, greatest_s=20, at_once=1, with_least=2, with_greatest=1
    )
    delays = [policy.delay_s(tries) for tries in range(1, 10)]
    assert delays == [
        0, 5, 5, 5, 10, 15, 20, 20, None,
    ]  # fmt: skip


def test_queues_and_functions_are_tried_for_weeks() -> None:
    assert [OF_SERVICES.delay_s(tries) for tries in (1, 3, 4, 5)] == [0, 0, 1, 1]
    assert 1 <= (OF_SERVICES.delay_s(6) or 0) < (OF_SERVICES.delay_s(12) or 0) <= 20
    assert OF_SERVICES.delay_s(100_015) == 20
    assert OF_SERVICES.delay_s(100_016) is None
