"""Which body each operation takes and answers, one module an area."""

from __future__ import annotations

from twin.api.bodies import (
    access_explain,
    access_keys,
    alarms,
    commands,
    description,
    graph,
    live,
    signals,
    simulation,
    simulation_calibrations,
    simulation_models,
    simulation_studies,
    simulation_what_if,
    spatial_archives,
    spatial_bindings,
    spatial_catalogue,
    spatial_conversions,
    spatial_details,
    spatial_search,
    spatial_uploads,
)
from twin.api.bodies.body import Bodies

BODIES: dict[str, Bodies] = {
    **description.BODIES,
    **spatial_catalogue.BODIES,
    **spatial_conversions.BODIES,
    **spatial_archives.BODIES,
    **spatial_bindings.BODIES,
    **spatial_details.BODIES,
    **spatial_search.BODIES,
    **spatial_uploads.BODIES,
    **signals.BODIES,
    **graph.BODIES,
    **live.BODIES,
    **alarms.BODIES,
    **commands.BODIES,
    **simulation.BODIES,
    **simulation_calibrations.BODIES,
    **simulation_models.BODIES,
    **simulation_studies.BODIES,
    **simulation_what_if.BODIES,
    **access_explain.BODIES,
    **access_keys.BODIES,
}

__all__ = ["BODIES", "Bodies"]
