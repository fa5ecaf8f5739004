"""Bodies of the operations in `twin.api.routes.signals`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.signals import AggregatesPage, AxisPage, HistoryPage, LatestValues

BODIES: dict[str, Bodies] = {
    "getLatestValues": Bodies(LatestValues),
    "getHistory": Bodies(HistoryPage),
    "getAggregates": Bodies(AggregatesPage),
    "getValues": Bodies(AxisPage),
}
