"""Bodies of the operations in `twin.api.routes.signals`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.signals import AggregatesPage, AxisPage, HistoryPage, LatestValues
from twin.telemetry.errors import AggregateNotNumeric, BadTimeRange, TooManySignals, UnknownAlias

RANGE = (BadTimeRange, UnknownAlias)

BODIES: dict[str, Bodies] = {
    "getLatestValues": Bodies(LatestValues, errors=(UnknownAlias,)),
    "getHistory": Bodies(HistoryPage, errors=RANGE),
    "getAggregates": Bodies(AggregatesPage, errors=(*RANGE, AggregateNotNumeric, TooManySignals)),
    "getValues": Bodies(AxisPage, errors=(*RANGE, TooManySignals)),
}
