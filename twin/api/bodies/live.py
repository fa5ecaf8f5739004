"""Bodies of the operations in `twin.api.routes.live`."""

from __future__ import annotations

from twin.api import live_schemas as live
from twin.api.bodies.body import Bodies
from twin.live.errors import BadEventId

BODIES: dict[str, Bodies] = {
    "getMissedEvents": Bodies(
        live.LiveMessage, media_type="text/event-stream", errors=(BadEventId,)
    ),
}
