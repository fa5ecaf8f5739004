"""Bodies of the operations in `twin.api.routes.alarms`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.alarms import AcknowledgeAlarm, AlarmBody, AlarmHistoryPage, AlarmList

BODIES: dict[str, Bodies] = {
    "listAlarms": Bodies(AlarmList),
    "getAlarmHistory": Bodies(AlarmHistoryPage),
    "acknowledgeAlarm": Bodies(AlarmBody, AcknowledgeAlarm),
}
