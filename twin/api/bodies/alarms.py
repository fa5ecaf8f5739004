"""Bodies of the operations in `twin.api.routes.alarms`."""

from __future__ import annotations

from twin.alarms.errors import (
    AlarmConflict,
    AlarmForbidden,
    AlarmNotActive,
    BadComment,
    UnknownAlarm,
)
from twin.api.bodies.body import Bodies
from twin.api.schemas.alarms import AcknowledgeAlarm, AlarmBody, AlarmHistoryPage, AlarmList

BODIES: dict[str, Bodies] = {
    "listAlarms": Bodies(AlarmList),
    "getAlarmHistory": Bodies(AlarmHistoryPage, errors=(UnknownAlarm,)),
    "acknowledgeAlarm": Bodies(
        AlarmBody,
        AcknowledgeAlarm,
        errors=(AlarmConflict, AlarmForbidden, AlarmNotActive, BadComment, UnknownAlarm),
    ),
}
