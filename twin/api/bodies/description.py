"""Bodies of the operations in `twin.api.routes.description`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies

BODIES: dict[str, Bodies] = {
    "describeApi": Bodies(None),
    "getSite": Bodies(None),
}
