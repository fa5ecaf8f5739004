"""Parameters of the operations in `twin.api.routes.live`."""

from __future__ import annotations

from twin.api.parameters.parameter import Parameter

EVENT_ID = Parameter(
    "The `id` of the newest message received: 13 digits, a hyphen, 8 hexadecimal digits",
    pattern="[0-9]{13}-[0-9a-f]{8}",
    example="1790000000123-0001a3f0",
)

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "getMissedEvents": {"last_event_id": EVENT_ID, "last-event-id": EVENT_ID}
}
