"""Server-sent events as text.

https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MEDIA_TYPE = "text/event-stream"
RETRY_MILLISECONDS = 5_000
"""How long an EventSource waits after the answer before it asks for what came since."""


@dataclass(frozen=True)
class ServerSentEvent:
    """One event: `name` is the topic of the live channel, `data` its message, which has an id."""

    name: str
    data: Mapping[str, object]

    def text(self) -> str:
        """Return the event as it is sent; JSON has no line breaks of its own."""
        body = json.dumps(self.data, allow_nan=False, separators=(",", ":"))
        return f"id: {self.data['id']}\nevent: {self.name}\ndata: {body}\n\n"


def event_stream(events: Iterable[ServerSentEvent]) -> str:
    """Return the whole stream."""
    return f"retry: {RETRY_MILLISECONDS}\n\n" + "".join(event.text() for event in events)
