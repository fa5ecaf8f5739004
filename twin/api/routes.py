"""Every route of the HTTP API: adding an operation is adding one line here and its function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["viewer", "operator", "engineer", "admin"]
Method = Literal["GET", "POST", "DELETE"]

ROLES: tuple[Role, ...] = ("viewer", "operator", "engineer", "admin")
"""In rising order: each role may do what the ones before it may."""


@dataclass(frozen=True)
class Route:
    """One operation: `function` is the Lambda package that serves it, `role` the least role."""

    method: Method
    path: str
    operation_id: str
    function: str
    role: Role | None
    summary: str
    query: tuple[str, ...] = ()


ROUTES: tuple[Route, ...] = (
    Route("GET", "/openapi.json", "describeApi", "api_describe", None, "This API's OpenAPI"),
    Route("GET", "/site", "getSite", "api_describe", "viewer", "The compiled site document"),
    Route("GET", "/scene", "getScene", "spatial_catalog", "viewer", "The 3D scene with file URLs"),
    Route("GET", "/converters", "listConverters", "spatial_catalog", "viewer", "What can convert"),
    Route(
        "GET",
        "/assets",
        "listAssets",
        "spatial_catalog",
        "viewer",
        "Catalogued spatial assets",
        ("limit", "next_token"),
    ),
    Route("GET", "/assets/{asset_key}", "getAsset", "spatial_catalog", "viewer", "One asset"),
    Route(
        "GET",
        "/assets/{asset_key}/files/{file_name}",
        "getAssetFile",
        "spatial_catalog",
        "viewer",
        "A short-lived URL of one derivative",
    ),
    Route("POST", "/uploads", "createUpload", "spatial_upload", "engineer", "Open an upload"),
    Route("GET", "/uploads/{upload_id}", "getUpload", "spatial_upload", "engineer", "Its state"),
    Route(
        "POST",
        "/uploads/{upload_id}/complete",
        "completeUpload",
        "spatial_upload",
        "engineer",
        "Verify the parts and start the conversion",
    ),
    Route("DELETE", "/uploads/{upload_id}", "abortUpload", "spatial_upload", "engineer", "Abort"),
    Route(
        "GET",
        "/signals/latest",
        "getLatestValues",
        "iot_signals",
        "viewer",
        "Latest values",
        ("alias",),
    ),
    Route(
        "GET",
        "/signals/history",
        "getHistory",
        "iot_signals",
        "viewer",
        "Values of one signal",
        ("alias", "quality", "start", "end", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/signals/aggregates",
        "getAggregates",
        "iot_signals",
        "viewer",
        "Statistics of windows of time of several signals",
        ("alias", "resolution", "aggregate", "start", "end", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/signals/values",
        "getValues",
        "iot_signals",
        "viewer",
        "Several signals at the same instants",
        ("alias", "method", "step", "start", "end", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/graph/tree",
        "getAssetTree",
        "iot_graph",
        "viewer",
        "The asset tree, or the part of it below an asset",
        ("below", "depth", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/graph/nodes",
        "listNodes",
        "iot_graph",
        "viewer",
        "Nodes by kind, type and properties",
        ("kind", "type", "where", "limit", "next_token"),
    ),
    Route("GET", "/graph/nodes/{node_id}", "getNode", "iot_graph", "viewer", "One node"),
    Route(
        "GET",
        "/graph/nodes/{node_id}/neighbours",
        "listNeighbours",
        "iot_graph",
        "viewer",
        "What is one edge away from a node",
        ("direction", "relation", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/graph/path",
        "getPaths",
        "iot_graph",
        "viewer",
        "The shortest paths between two nodes",
        ("from", "to", "direction", "relation", "depth", "limit"),
    ),
    Route(
        "GET",
        "/live/events",
        "getMissedEvents",
        "live_resume",
        "viewer",
        "What the live channel said since an event, as server-sent events",
        ("last_event_id",),
    ),
    Route("GET", "/alarms", "listAlarms", "iot_alarms", "viewer", "Alarms with their states"),
    Route(
        "GET",
        "/alarms/{alarm_id}/history",
        "getAlarmHistory",
        "iot_alarms",
        "viewer",
        "What happened to an alarm, newest first",
        ("start", "end", "limit", "next_token"),
    ),
    Route(
        "POST",
        "/alarms/{alarm_id}/acknowledge",
        "acknowledgeAlarm",
        "iot_alarms",
        "operator",
        "Acknowledge one alarm",
    ),
    Route(
        "GET",
        "/commands",
        "listCommands",
        "iot_command",
        "viewer",
        "Command requests, newest first",
        ("limit", "next_token"),
    ),
    Route("POST", "/commands", "requestCommand", "iot_command", "operator", "Request a set-point"),
    Route("GET", "/commands/{request_id}", "getCommand", "iot_command", "viewer", "One request"),
    Route("GET", "/models", "listModels", "simulation_runs", "viewer", "Simulation models"),
    Route(
        "GET",
        "/runs",
        "listRuns",
        "simulation_runs",
        "viewer",
        "Simulation runs, newest first",
        ("limit", "next_token"),
    ),
    Route("POST", "/runs", "startRun", "simulation_runs", "operator", "Predict now, or what-if"),
    Route("GET", "/runs/{run_id}", "getRun", "simulation_runs", "viewer", "One run"),
)
