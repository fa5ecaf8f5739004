"""Conversions of uploads and on request: listed, begun, stopped, begun again."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from catalogue_runtime.conversions import conversion_writes
from catalogue_runtime.store import CatalogueStore
from spatial_fail.handler import handler as fail
from spatial_inspect.handler import handler as inspect
from tests.integration.spatial.plane import STEP, Reply, SpatialPlane, ended_event
from twin.catalogue.identity import AssetId
from twin.spatial.conversion_begin import requested
from twin.spatial.workflow import Outcome
from twin_runtime import clients
from twin_runtime.settings import setting

GLB = b"glTF" + (2).to_bytes(4, "little") + (20).to_bytes(4, "little") + b"\0" * 8
ASSET = {"database_id": "site", "asset_key": "pump"}
FILE = {**ASSET, "file_path": "pump.step"}
OF_FILE = "/databases/{database_id}/assets/{asset_key}/files/{file_path}/conversions"
ONE = "/databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}"


def published(plane: SpatialPlane) -> str:
    upload_id = plane.uploaded(STEP)
    ordered = plane.inspect(upload_id)
    plane.convert(ordered)
    assert plane.publish(ordered)["decision"] == "published"
    return upload_id


def listed(plane: SpatialPlane, state: str | None = None) -> list[Any]:
    query = {"state": [state]} if state else None
    status, body = plane.call("GET", "/conversions", query=query)
    assert status == 200, body
    rows: list[Any] = body["conversions"]
    return rows


def request(plane: SpatialPlane, converter: str = "step_to_glb", **more: object) -> Reply:
    return plane.ask("POST", OF_FILE, {"converter": converter, **more}, FILE)


def asked(plane: SpatialPlane, path: str, conversion_id: str, method: str = "GET") -> Any:  # noqa: ANN401 - any JSON
    status, body = plane.call(method, path, path={**ASSET, "conversion_id": conversion_id})
    assert status in (200, 202), body
    return body


def started(execution: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what an execution was started with."""
    machine = setting("CONVERSION_STATE_MACHINE_ARN").replace(":stateMachine:", ":execution:")
    arn = f"{machine}:{execution}"
    return json.loads(clients.stepfunctions().describe_execution(executionArn=arn)["input"])


def inspected(conversion: Any) -> Outcome:  # noqa: ANN401 - any JSON
    """Do the first step of the execution that a request started."""
    execution = f"{conversion['conversion_id']}-{conversion['attempt']}"
    return inspect({"key": started(execution)["key"], "execution": execution}, None)


def test_an_upload_is_a_conversion_from_its_claim_to_its_end(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    assert listed(plane) == []
    ordered = plane.inspect(upload_id)
    (row,) = listed(plane, "RUNNING")
    assert (row["upload_id"], row["converter"], row["step"]) == (
        upload_id,
        "step_to_glb",
        "converting",
    )
    plane.convert(ordered)
    plane.publish(ordered)
    assert listed(plane, "RUNNING") == []
    (row,) = listed(plane, "SUCCEEDED")
    assert (row["number"], row["was_cached"], row["progress"]) == (1, False, 1.0)
    assert asked(plane, ONE, row["conversion_id"]) == row


def test_the_same_file_again_is_told_to_be_cached(plane: SpatialPlane) -> None:
    published(plane)
    upload_id = plane.uploaded(STEP, asset_key="other")
    ordered = plane.inspect(upload_id)
    assert ordered["decision"] == "publish"
    plane.publish(ordered)
    assert [row["was_cached"] for row in listed(plane, "SUCCEEDED")] == [True, False]


def test_a_refused_upload_is_a_failed_conversion_without_an_asset(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(b"MZ" + b"\0" * 100, "pump.step")
    plane.fail(plane.inspect(upload_id))
    (row,) = listed(plane, "FAILED")
    assert row["error"]["code"] == plane.state(upload_id)["error"]["code"]
    assert asked(plane, ONE, row["conversion_id"])["state"] == "FAILED"


def test_a_published_file_is_converted_on_request_without_a_new_version(
    plane: SpatialPlane,
) -> None:
    published(plane)
    reply = request(plane)
    assert (reply.status, reply.body["state"]) == (202, "QUEUED")
    ordered = inspected(reply.body)
    assert ordered["decision"] == "publish"  # the same image has made it before
    assert plane.publish(ordered)["decision"] == "published"
    row = asked(plane, ONE, reply.body["conversion_id"])
    assert (row["state"], row["was_cached"], row["number"]) == ("SUCCEEDED", True, 1)
    path = {**FILE, "number": "1"}
    of_version = "/databases/{database_id}/assets/{asset_key}/files/{file_path}/versions/{number}"
    made = plane.call("GET", f"{of_version}/derivatives", path=path)[1]["derivatives"]
    automatic = [one["file_name"] for one in made if not one["on_request"]]
    assert "model.glb" in automatic
    assert [one["file_name"] for one in made if one["on_request"]] == automatic
    status, page = plane.call("GET", of_version.removesuffix("/{number}"), path=FILE)
    assert (status, len(page["files"])) == (200, 1)


def test_the_job_of_a_request_reads_the_published_file(plane: SpatialPlane) -> None:
    published(plane)
    for key in _derivative_keys():
        clients.s3().delete_object(Bucket="assets", Key=key)
    ordered = inspected(request(plane).body)
    assert ordered["decision"] == "convert"
    command = ordered["job"]["command"]
    sha256 = ordered["recipe"]["source_sha256"]
    assert command[command.index("--source") + 1] == f"s3://assets/sources/{sha256}"
    plane.convert(ordered)
    assert plane.publish(ordered)["decision"] == "published"


def _derivative_keys() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket="assets", Prefix="derivatives/")
    return [one["Key"] for one in found["Contents"]]


@pytest.mark.parametrize(
    ("converter", "more", "status", "code"),
    [
        ("none_such", {}, 422, "CONVERTER_UNKNOWN"),
        ("glb_to_usdz", {}, 422, "CONVERTER_UNFIT"),
        ("step_to_glb", {"number": 7}, 404, "ASSET_FILE_UNKNOWN"),
        ("step_to_glb", {"number": "1"}, 400, "CATALOGUE_INVALID"),
    ],
)
def test_what_cannot_be_converted_is_refused(
    plane: SpatialPlane, converter: str, more: dict[str, object], status: int, code: str
) -> None:
    published(plane)
    reply = request(plane, converter, **more)
    assert (reply.status, reply.body["code"]) == (status, code)
    assert len(listed(plane)) == 1


def test_a_cancelled_upload_is_rejected_with_that_reason_and_can_be_begun_again(
    plane: SpatialPlane,
) -> None:
    upload_id = plane.uploaded(STEP)
    plane.inspect(upload_id)
    conversion_id = listed(plane)[0]["conversion_id"]
    asked(plane, f"{ONE}/cancel", conversion_id, "POST")
    plane.end(upload_id, "first", "ABORTED")
    assert plane.state(upload_id)["error"]["code"] == "CONVERSION_CANCELLED"
    assert asked(plane, ONE, conversion_id)["state"] == "CANCELLED"
    again = asked(plane, f"{ONE}/rerun", conversion_id, "POST")
    assert (again["state"], again["attempt"], again["error"]) == ("QUEUED", 2, None)
    ordered = inspected(again)
    plane.convert(ordered)
    assert plane.publish(ordered)["decision"] == "published"
    assert plane.state(upload_id)["state"] == "PUBLISHED"
    assert asked(plane, ONE, conversion_id)["state"] == "SUCCEEDED"


def test_a_cancelled_request_ends_and_what_is_over_is_not_cancelled(plane: SpatialPlane) -> None:
    published(plane)
    conversion = request(plane).body
    conversion_id = conversion["conversion_id"]
    asked(plane, f"{ONE}/cancel", conversion_id, "POST")
    execution = f"{conversion_id}-1"
    assert fail(ended_event(execution, "ABORTED", started(execution)), None) is None
    assert asked(plane, ONE, conversion_id)["error"]["code"] == "CONVERSION_CANCELLED"
    assert inspected(conversion)["decision"] == "ignore"
    path = {**ASSET, "conversion_id": conversion_id}
    status, body = plane.call("POST", f"{ONE}/cancel", path=path)
    assert (status, body["code"]) == (409, "CONVERSION_OVER")


def test_a_request_whose_execution_never_began_is_cancelled_at_once(plane: SpatialPlane) -> None:
    published(plane)
    made = requested(
        AssetId("site", "pump"), "pump.step", 1, "step_to_glb", by=("ana", "ana"), at=1.79e9
    )
    CatalogueStore(clients.dynamodb(), "catalog").transact(conversion_writes(made))
    stopped = asked(plane, f"{ONE}/cancel", made.conversion_id, "POST")
    assert (stopped["state"], stopped["error"]["code"]) == ("CANCELLED", "CONVERSION_CANCELLED")
    assert asked(plane, f"{ONE}/rerun", made.conversion_id, "POST")["attempt"] == 2


def test_why_the_job_of_a_request_refused_is_told(plane: SpatialPlane) -> None:
    published(plane)
    conversion = request(plane).body
    execution = f"{conversion['conversion_id']}-1"
    clients.s3().put_object(
        Bucket="uploads",
        Key=f"jobs/{execution}/error.json",
        Body=json.dumps({"error": {"code": "SOURCE_EMPTY", "message": "no solids"}}),
    )
    failure = {"Error": "States.TaskFailed", "Cause": json.dumps({"JobName": "x"})}
    state: Any = {**started(execution), "failure": failure}
    recorded = fail({"execution": execution, "state": state}, None)
    assert recorded is not None
    assert recorded["decision"] == "reject"
    row = asked(plane, ONE, conversion["conversion_id"])
    assert (row["state"], row["error"]["code"]) == ("FAILED", "SOURCE_EMPTY")


def test_what_succeeded_is_not_begun_again(plane: SpatialPlane) -> None:
    published(plane)
    path = {**ASSET, "conversion_id": listed(plane)[0]["conversion_id"]}
    status, body = plane.call("POST", f"{ONE}/rerun", path=path)
    assert (status, body["code"]) == (409, "CONVERSION_NOT_OVER")


def test_why_a_derivative_is_there(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    ordered = plane.inspect(upload_id)
    recipe = plane.convert(ordered)
    plane.publish(ordered)
    path = {**FILE, "number": "1", "derivative": "model.glb"}
    of = "/databases/{database_id}/assets/{asset_key}/files/{file_path}/versions/{number}"
    status, body = plane.call("GET", f"{of}/derivatives/{{derivative}}", path=path)
    assert status == 200, body
    assert body["source"]["sha256"] == recipe.source_sha256
    assert body["source"]["upload_id"] == upload_id
    assert body["recipe"]["tool_digest"] == recipe.tool_digest
    assert body["facts"] == {"triangles": 12}
    assert (body["was_cached"], body["requested_by"]) == (False, "ana")
    assert body["conversion_id"] == listed(plane)[0]["conversion_id"]
    status, body = plane.call(
        "GET", f"{of}/derivatives/{{derivative}}", path={**path, "derivative": "none.glb"}
    )
    assert (status, body["code"]) == (404, "ASSET_FILE_UNKNOWN")


def test_the_conversions_of_a_file_are_found_by_its_path(plane: SpatialPlane) -> None:
    published(plane)
    request(plane)
    status, page = plane.call("GET", OF_FILE, path=FILE, query={"limit": ["1"]})
    assert (status, page["conversions"][0]["state"]) == (200, "QUEUED")
    more = {"limit": ["1"], "next_token": [page["next_token"]]}
    second = plane.call("GET", OF_FILE, path=FILE, query=more)[1]
    assert second["conversions"][0]["state"] == "SUCCEEDED"
    other = plane.call("GET", OF_FILE, path={**FILE, "file_path": "pump"})[1]
    assert other["conversions"] == []


def test_a_file_with_the_longest_path_is_converted_and_found(plane: SpatialPlane) -> None:
    long = "/".join(["d" * 99] * 9 + ["x" * 94 + ".step"])
    ordered = plane.inspect(plane.uploaded(STEP, path=long))
    plane.convert(ordered)
    assert plane.publish(ordered)["decision"] == "published"
    path = {**ASSET, "file_path": long}
    reply = plane.ask("POST", OF_FILE, {"converter": "step_to_glb"}, path)
    assert plane.publish(inspected(reply.body))["decision"] == "published"
    assert len(plane.call("GET", OF_FILE, path=path)[1]["conversions"]) == 2
