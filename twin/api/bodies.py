"""Which body each operation takes and answers."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType

from twin.api import live_schemas as live
from twin.api import schemas


@dataclass(frozen=True)
class Bodies:
    """The request's and the answer's type of one operation; None is no JSON body of ours.

    Where the media type is a stream, `answer` is the type of one message of it.
    """

    answer: type | UnionType | None
    request: type | None = None
    status: int = 200
    media_type: str = "application/json"


BODIES: dict[str, Bodies] = {
    "describeApi": Bodies(None),
    "getSite": Bodies(None),
    "getScene": Bodies(schemas.SceneBody),
    "listConverters": Bodies(schemas.ConverterList),
    "listAssets": Bodies(schemas.AssetPage),
    "getAsset": Bodies(schemas.AssetBody),
    "getAssetFile": Bodies(schemas.FileUrl),
    "createUpload": Bodies(schemas.UploadCreated, schemas.CreateUpload, 201),
    "getUpload": Bodies(schemas.UploadBody),
    "completeUpload": Bodies(schemas.UploadBody, schemas.CompleteUpload, 202),
    "abortUpload": Bodies(schemas.UploadBody),
    "getLatestValues": Bodies(schemas.LatestValues),
    "getHistory": Bodies(schemas.HistoryPage),
    "getAggregates": Bodies(schemas.AggregatesPage),
    "getValues": Bodies(schemas.AxisPage),
    "getAssetTree": Bodies(schemas.AssetTreePage),
    "listNodes": Bodies(schemas.NodePage),
    "getNode": Bodies(schemas.NodeBody),
    "listNeighbours": Bodies(schemas.NeighbourPage),
    "getPaths": Bodies(schemas.PathList),
    "getMissedEvents": Bodies(live.LiveMessage, media_type="text/event-stream"),
    "listAlarms": Bodies(schemas.AlarmList),
    "getAlarmHistory": Bodies(schemas.AlarmHistoryPage),
    "acknowledgeAlarm": Bodies(schemas.AlarmBody, schemas.AcknowledgeAlarm),
    "listCommands": Bodies(schemas.CommandPage),
    "requestCommand": Bodies(schemas.CommandBody, schemas.CommandOrderBody, 202),
    "getCommand": Bodies(schemas.CommandBody),
    "listModels": Bodies(schemas.ModelList),
    "listRuns": Bodies(schemas.RunPage),
    "startRun": Bodies(schemas.RunBody, schemas.StartRun, 202),
    "getRun": Bodies(schemas.RunBody),
}
