"""The numbers of publishing: how much at once, how long to wait, how much to keep."""

from __future__ import annotations

from dataclasses import dataclass

from edge_runtime.backoff import Backoff

ENTRY_BACKOFF = Backoff(first_seconds=1.0, longest_seconds=300.0)
SIGNAL_BACKOFF = Backoff(first_seconds=5.0, longest_seconds=3600.0)
SINK_BACKOFF = Backoff(first_seconds=0.5, longest_seconds=30.0)


VALUES_PER_MESSAGE = 10
"""Of one stream in one request: billed as one message."""

FEWEST_PER_ROUND = 1_000


@dataclass(frozen=True)
class PublishPolicy:
    """How much to send at once, when a backlog counts as an outage, and how to back off.

    Values of a signal that the store does not know become dead letters after
    `unknown_signal_seconds`: a deployment may make the signal until then.
    """

    values_per_round: int = FEWEST_PER_ROUND
    signals_tried_per_round: int = 10
    outage_seconds: float = 30.0
    unknown_signal_seconds: float = 24 * 3600.0
    maximum_pending: int = 50_000_000
    maximum_bulk: int = 20_000_000
    maximum_dead_letters: int = 1_000_000
    entry_backoff: Backoff = ENTRY_BACKOFF
    signal_backoff: Backoff = SIGNAL_BACKOFF
    sink_backoff: Backoff = SINK_BACKOFF


def policy_for(streams: int) -> PublishPolicy:
    """Return the policy of a site: a round can hold a full message of every stream.

    A smaller one would take the oldest values of all streams, and send messages with few of each.
    """
    return PublishPolicy(values_per_round=max(FEWEST_PER_ROUND, VALUES_PER_MESSAGE * streams))
