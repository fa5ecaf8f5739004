"""Which body each operation takes and answers."""

from __future__ import annotations

from dataclasses import dataclass

from twin.api import schemas


@dataclass(frozen=True)
class Bodies:
    """The request's and the answer's type of one operation; None is no JSON body of ours."""

    answer: type | None
    request: type | None = None
    status: int = 200


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
    "listAlarms": Bodies(schemas.AlarmList),
    "acknowledgeAlarm": Bodies(schemas.AlarmBody, schemas.AcknowledgeAlarm),
    "listCommands": Bodies(schemas.CommandPage),
    "requestCommand": Bodies(schemas.CommandBody, schemas.CommandOrderBody, 202),
    "getCommand": Bodies(schemas.CommandBody),
    "listModels": Bodies(schemas.ModelList),
    "listRuns": Bodies(schemas.RunPage),
    "startRun": Bodies(schemas.RunBody, schemas.StartRun, 202),
    "getRun": Bodies(schemas.RunBody),
}
