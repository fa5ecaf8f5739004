"""What AWS IoT Core allows (AWS General Reference: "AWS IoT Core endpoints and quotas")."""

from __future__ import annotations

from typing import Final

MAXIMUM_CLIENT_ID_BYTES: Final = 128
MAXIMUM_FILTERS_PER_SUBSCRIBE: Final = 8
MAXIMUM_SUBSCRIPTIONS: Final = 50
"""Subscriptions of one connection."""

MAXIMUM_IN_FLIGHT: Final = 100
"""QoS 1 messages that one client has not acknowledged yet; further ones wait."""

MAXIMUM_WAITING: Final = 10_000
"""QoS 1 messages that wait for one client; our own bound, against running out of memory."""

MAXIMUM_PACKET_BYTES: Final = 146_800
"""The largest packet of a client: a payload of 128 KB, its topic, and what is around them."""

MAXIMUM_BUFFERED_BYTES: Final = 8 * 1024 * 1024
"""What may wait in the socket of a client that reads slowly before QoS 0 messages are dropped."""

CONNECT_SECONDS: Final = 30.0
DEFAULT_KEEP_ALIVE: Final = 1200
SHORTEST_KEEP_ALIVE: Final = 30
KEEP_ALIVE_FACTOR: Final = 1.5
SESSION_EXPIRY_SECONDS: Final = 3600.0
"""How long a persistent session outlives its connection (the default of an account)."""

WEBSOCKET_SECONDS: Final = 24 * 3600.0
"""How long a WebSocket connection may last."""


def keep_alive_seconds(asked: int) -> float:
    """Return after how many seconds of silence a client is disconnected."""
    if asked == 0:
        asked = DEFAULT_KEEP_ALIVE
    return KEEP_ALIVE_FACTOR * min(max(asked, SHORTEST_KEEP_ALIVE), DEFAULT_KEEP_ALIVE)
