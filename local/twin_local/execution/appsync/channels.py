"""Channel paths: `/namespace/a/b`, and in subscriptions `/namespace/*`.

https://docs.aws.amazon.com/appsync/latest/eventapi/channel-namespaces.html
"""

from __future__ import annotations

import re

from twin_local.execution.appsync.errors import BadRequest

SEGMENT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?")
MAXIMUM_SEGMENTS = 5
WILDCARD = "*"

Channel = tuple[str, ...]
"""The segments of a path, the first of which is the namespace."""


def parse_channel(path: str) -> Channel:
    """Return the segments of a channel that is published to.

    Raises:
        BadRequest: it has none or too many segments, or one that is no name.
    """
    segments = tuple(path.strip("/").split("/"))
    if len(segments) > MAXIMUM_SEGMENTS or not all(map(SEGMENT.fullmatch, segments)):
        raise BadRequest(f"Channel {path!r} is not valid")
    return segments


def parse_pattern(path: str) -> Channel:
    """Return the segments of a channel that is subscribed to; its last may be `*`.

    Raises:
        BadRequest: it is neither a channel nor one with `*` below its namespace.
    """
    head, _, last = path.rstrip("/").rpartition("/")
    if last == WILDCARD and head.strip("/"):
        return (*parse_channel(head), WILDCARD)
    return parse_channel(path)


def covers(pattern: Channel, channel: Channel) -> bool:
    """Say whether a subscription gets what is published on a channel."""
    if pattern[-1] != WILDCARD:
        return pattern == channel
    head = pattern[:-1]
    return len(channel) > len(head) and channel[: len(head)] == head
