"""The JSON bodies of the HTTP API: one TypedDict per body, keys as on the wire.

Functions answer with these and the console's `web/src/api/types.ts` mirrors them. Every time is a
number of UTC seconds since 1970, also in the queries `start` and `end`, so that a console merges
answers with live messages without converting. A list answers one page; `next_token` is null on the
last one. Every body of an error is `ErrorBody`.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from twin.alarms.state import AlarmState
from twin.commands.request import CommandState
from twin.graph.elements import Kind
from twin.live.events import Quality
from twin.site_document import Comparison
from twin.telemetry.aggregates import Resolution
from twin.telemetry.axis import Method

UploadState = Literal["OPEN", "UPLOADED", "CONVERTING", "PUBLISHED", "REJECTED", "ABORTED"]
RunKind = Literal["prediction", "what_if"]
RunState = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"]
JsonValue = float | int | str | bool | None


class ErrorDetail(TypedDict):
    """What `TwinError.to_dict` returns."""

    code: str
    message: str
    found: NotRequired[str]
    expected: NotRequired[str]
    where: NotRequired[str]


class ErrorBody(TypedDict):
    """The body of every answer of status 400 and above."""

    error: ErrorDetail


# ---- GET /site answers `SiteDocument.to_json()` as it is ----------------------------------------


# ---- scene: GET /scene --------------------------------------------------------------------------


class SceneNode(TypedDict):
    """One node of a model's assembly tree; `name` is the node's name in the GLB."""

    name: str
    title: str
    children: list[SceneNode]


class SceneModelBody(TypedDict):
    """One published model in the scene; metres and Euler XYZ radians, Y-up.

    `url` is a short-lived address of the GLB. A model of the site that is not published yet has
    neither `url` nor `url_expires_at` (null) and an empty `tree`.
    """

    asset_key: str
    title: str
    url: str | None
    url_expires_at: float | None
    size_bytes: int
    position_metres: list[float]
    rotation_radians: list[float]
    tree: list[SceneNode]


class SceneBody(TypedDict):
    """The whole scene: the models of the site definition first, other published assets after."""

    site: str
    models: list[SceneModelBody]


# ---- catalogue: GET /assets, /assets/{asset_key}, /assets/{asset_key}/files/{file_name} ---------


class AssetFile(TypedDict):
    """One derivative, or the original, of a catalogued asset."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


class AssetSummary(TypedDict):
    """One row of the catalogue; `version` counts from 1."""

    asset_key: str
    title: str
    version: int
    source_file_name: str
    source_sha256: str
    format: str
    converter: str
    published_at: float
    published_by: str


class AssetBody(AssetSummary):
    """One catalogued asset with its files and its assembly tree."""

    files: list[AssetFile]
    tree: list[SceneNode]


class AssetPage(TypedDict):
    """One page of the catalogue, newest first."""

    assets: list[AssetSummary]
    next_token: str | None


class FileUrl(TypedDict):
    """A short-lived address of one file."""

    url: str
    expires_at: float


class ConverterBody(TypedDict):
    """One converter: what it reads, what it writes, up to which size."""

    name: str
    title: str
    inputs: list[str]
    outputs: list[str]
    maximum_bytes: int


class ConverterList(TypedDict):
    """What can be uploaded."""

    converters: list[ConverterBody]


# ---- uploads ------------------------------------------------------------------------------------


class UploadPart(TypedDict):
    """One part as announced: parts count from 1; `sha256` is the part's digest in base64."""

    part_number: int
    size_bytes: int
    sha256: str


class CreateUpload(TypedDict):
    """POST /uploads. `sha256` is the whole file's digest in hexadecimal.

    Every part but the last has the same size, from 5 MiB to 5 GiB.
    """

    file_name: str
    size_bytes: int
    sha256: str
    parts: list[UploadPart]
    asset_key: NotRequired[str]


class UploadTarget(TypedDict):
    """Where to PUT one part, with the headers to send along.

    `stored_etag` is there when the part is stored already: it need not be sent again.
    """

    part_number: int
    url: str
    headers: dict[str, str]
    stored_etag: NotRequired[str]


class UploadCreated(TypedDict):
    """The open session; the addresses stop working at `expires_at`."""

    upload_id: str
    asset_key: str
    parts: list[UploadTarget]
    expires_at: float


class StoredPart(TypedDict):
    """One part as stored: the ETag that the PUT answered."""

    part_number: int
    etag: str
    sha256: str


class CompleteUpload(TypedDict):
    """POST /uploads/{upload_id}/complete."""

    parts: list[StoredPart]


class UploadBody(TypedDict):
    """GET /uploads/{upload_id}, the answer of complete and abort, and the live topic `assets`.

    `progress` runs from 0 to 1 over verification, conversion and publication; `error` is set when
    the state is REJECTED.
    """

    upload_id: str
    asset_key: str
    file_name: str
    state: UploadState
    progress: float
    step: str
    error: ErrorDetail | None


# ---- signals ------------------------------------------------------------------------------------


class LatestValueBody(TypedDict):
    """One latest value: `twin.telemetry.latest.LatestValue`."""

    alias: str
    value: JsonValue
    unit: str
    quality: Quality
    time: float | None
    age_seconds: float | None
    stale: bool


class LatestValues(TypedDict):
    """GET /signals/latest: all signals, or those named by repeated `alias`."""

    values: list[LatestValueBody]


class PointBody(TypedDict):
    """One value at its source time: `twin.live.events.ValuePoint`."""

    time: float
    value: JsonValue
    quality: Quality


class HistoryPage(TypedDict):
    """GET /signals/history: values of one quality, by default the good ones.

    Oldest first, `start` included, `end` excluded.
    """

    alias: str
    unit: str
    points: list[PointBody]
    next_token: str | None


class AggregateWindow(TypedDict):
    """The statistics asked for of (start, end]; without a good value there is no window.

    A window that has texts or Booleans only has a count only.
    """

    start: float
    end: float
    quality: Quality
    average: NotRequired[float]
    count: NotRequired[float]
    maximum: NotRequired[float]
    minimum: NotRequired[float]
    sum: NotRequired[float]
    standard_deviation: NotRequired[float]


class AggregateSeries(TypedDict):
    """The windows of one signal, oldest first."""

    alias: str
    unit: str
    windows: list[AggregateWindow]


class AggregatesPage(TypedDict):
    """GET /signals/aggregates: the windows of up to 16 signals that end in (`start`, `end`].

    A page has every signal, and of each the windows that are on it: those of the first signals
    come first.
    """

    resolution: Resolution
    series: list[AggregateSeries]
    next_token: str | None


class AxisSeries(TypedDict):
    """One signal at the page's instants.

    `values` and `qualities` are as long as `times`. A quality of null is a gap: the signal has no
    value that reaches so far. `method` is `previous` also where `linear` was asked for and the
    signal is no number.
    """

    alias: str
    unit: str
    method: Method
    values: list[JsonValue]
    qualities: list[Quality | None]


class AxisPage(TypedDict):
    """GET /signals/values: up to 16 signals at `start`, `start + step` and so on before `end`."""

    step: float
    times: list[float]
    series: list[AxisSeries]
    next_token: str | None


# ---- the graph ----------------------------------------------------------------------------------


class AssetRow(TypedDict):
    """One asset of the tree, before those below it; `depth` counts from 0."""

    id: str
    name: str
    title: str
    type: str
    level: str
    parent: str | None
    depth: int
    children: int


class AssetTreePage(TypedDict):
    """GET /graph/tree."""

    assets: list[AssetRow]
    next_token: str | None


class NodeBody(TypedDict):
    """One thing of the twin: `twin.graph.elements.Node`."""

    id: str
    kind: Kind
    name: str
    title: str
    type: str
    asset: str | None
    properties: dict[str, JsonValue]


class NodePage(TypedDict):
    """GET /graph/nodes."""

    nodes: list[NodeBody]
    next_token: str | None


class EdgeBody(TypedDict):
    """`source` stands in `relation` to `target`."""

    source: str
    relation: str
    target: str


class NeighbourBody(TypedDict):
    """A node and the edge that leads there."""

    node: NodeBody
    edge: EdgeBody


class NeighbourPage(TypedDict):
    """GET /graph/nodes/{node_id}/neighbours: along the edges that leave, then those that come."""

    neighbours: list[NeighbourBody]
    next_token: str | None


class PathBody(TypedDict):
    """A path; `edges[n]` joins `nodes[n]` and `nodes[n + 1]`, in whichever direction."""

    nodes: list[NodeBody]
    edges: list[EdgeBody]


class PathList(TypedDict):
    """GET /graph/path: the shortest ones, all of one length; empty where there is none."""

    paths: list[PathBody]


# ---- alarms -------------------------------------------------------------------------------------


class AlarmBody(TypedDict):
    """One alarm, also on the live topic `alarms`: `twin.alarms.events.AlarmStateChanged`.

    `time` is the source time of the last change, null where it never changed.
    """

    alarm_id: str
    asset: str
    title: str
    priority: int
    state: AlarmState
    time: float | None
    signal: str
    value: float | None
    comparison: Comparison
    threshold: float
    suspect: bool
    acknowledged_by: str
    comment: str


class AlarmList(TypedDict):
    """GET /alarms: every alarm of the site, the urgent ones first."""

    alarms: list[AlarmBody]


class AlarmTransitionBody(TypedDict):
    """What happened to an alarm; `by` is who did it, empty for the process itself.

    `time` is the source time of the change or the time of the operator's action, `recorded_at` when
    the twin learned of it; `value` is the signal's value then.
    """

    time: float
    previous: AlarmState
    state: AlarmState
    value: float | None
    suspect: bool
    by: str
    comment: str
    recorded_at: float


class AlarmHistoryPage(TypedDict):
    """GET /alarms/{alarm_id}/history: `start` and `end` in seconds since 1970, both included."""

    alarm_id: str
    transitions: list[AlarmTransitionBody]
    next_token: str | None


class AcknowledgeAlarm(TypedDict):
    """POST /alarms/{alarm_id}/acknowledge; answers the `AlarmBody` after it."""

    comment: str


# ---- commands -----------------------------------------------------------------------------------


class CommandOrderBody(TypedDict):
    """POST /commands; the same `idempotency_key` of the same caller is the same request."""

    command_id: str
    value: float
    idempotency_key: NotRequired[str]


class CommandStepBody(TypedDict):
    """One line of the audit trail."""

    state: CommandState
    time: float
    by: str
    code: str
    message: str


class CommandBody(TypedDict):
    """One request, also on the live topic `commands`: `twin.commands.request.CommandRequest`."""

    request_id: str
    command_id: str
    asset: str
    value: float
    unit: str
    state: CommandState
    requested_by: str
    requested_at: float
    expires_at: float
    steps: list[CommandStepBody]
    code: str
    message: str


class CommandPage(TypedDict):
    """GET /commands: newest first."""

    commands: list[CommandBody]
    next_token: str | None


# ---- simulation ---------------------------------------------------------------------------------


class ModelVariable(TypedDict):
    """One variable of a model and the signal it is bound to."""

    variable: str
    alias: str
    unit: str


class ModelBody(TypedDict):
    """One simulation model; `outputs` name the measured signal that each predicts."""

    model_id: str
    asset: str
    title: str
    kind: str
    version: str
    inputs: list[ModelVariable]
    outputs: list[ModelVariable]
    schedule_minutes: int
    interval_probability: float


class ModelList(TypedDict):
    """GET /models."""

    models: list[ModelBody]


class StartRun(TypedDict):
    """POST /runs. `inputs` replace the measured values of the named variables (what-if)."""

    model_id: str
    kind: RunKind
    inputs: NotRequired[dict[str, float]]
    idempotency_key: NotRequired[str]


class RunOutput(TypedDict):
    """One predicted variable with its interval; `measured` is the value when the run began."""

    value: float
    lower: float
    upper: float
    unit: str
    measured: float | None


class RunBody(TypedDict):
    """One run, also on the live topic `runs`.

    `inputs` are all the inputs used, `inputs_at` is when they were taken and what its predictions
    are stamped with; `outputs` is empty until it succeeded; `error` is set when it failed.
    """

    run_id: str
    model_id: str
    kind: RunKind
    state: RunState
    inputs: dict[str, float]
    inputs_at: float | None
    outputs: dict[str, RunOutput]
    model_version: str
    requested_by: str
    requested_at: float
    finished_at: float | None
    error: ErrorDetail | None


class RunPage(TypedDict):
    """GET /runs: newest first."""

    runs: list[RunBody]
    next_token: str | None
