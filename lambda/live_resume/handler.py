"""GET /live/events: what the live channel said since an event, as server-sent events.

The answer ends; a browser's EventSource comes back with the last id by itself.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Literal

from live_resume.replay import TooMuch, replay
from twin.live.event_id import EventId
from twin.live.event_stream import MEDIA_TYPE, ServerSentEvent, event_stream
from twin.live.resume import missed
from twin_runtime import clients
from twin_runtime.http import ProxyResponse, Request, TextAnswer, serve
from twin_runtime.live_journal import LiveJournal
from twin_runtime.settings import setting
from twin_runtime.site import site


def get_missed_events(request: Request) -> TextAnswer:
    """Answer what was missed, or that everything must be loaded anew."""
    now = time.time()
    text = request.one("last_event_id") or request.headers.get("last-event-id")
    events = [] if not text else _events(EventId.parse(text), now)
    current = ServerSentEvent("current", {"id": str(EventId.at(now))})
    return TextAnswer(MEDIA_TYPE, event_stream([*events, current]))


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the catching up."""
    return serve(event, {"getMissedEvents": get_missed_events})


def _events(last: EventId, now: float) -> list[ServerSentEvent]:
    time_missed = missed(last, now=now)
    if time_missed is None:
        return [_reset("too_old", now)]
    journal = LiveJournal(clients.dynamodb(), setting("LIVE_JOURNAL_TABLE"))
    try:
        return replay(time_missed, journal, clients.iotsitewise(), site())
    except TooMuch:
        return [_reset("too_much", now)]


def _reset(reason: Literal["too_old", "too_much"], now: float) -> ServerSentEvent:
    return ServerSentEvent("reset", {"id": str(EventId.at(now)), "reason": reason})
