"""Which body each operation takes and answers, one module an area."""

from __future__ import annotations

from twin.api.bodies import (
    alarms,
    commands,
    description,
    graph,
    live,
    signals,
    simulation,
    spatial_catalogue,
    spatial_uploads,
)
from twin.api.bodies.body import Bodies

BODIES: dict[str, Bodies] = {
    **description.BODIES,
    **spatial_catalogue.BODIES,
    **spatial_uploads.BODIES,
    **signals.BODIES,
    **graph.BODIES,
    **live.BODIES,
    **alarms.BODIES,
    **commands.BODIES,
    **simulation.BODIES,
}

__all__ = ["BODIES", "Bodies"]
