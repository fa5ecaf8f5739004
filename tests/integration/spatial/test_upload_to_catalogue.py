"""From an announced file to the catalogue, and every way in which it must not get there."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from spatial_runtime.asset_storage import AssetStorage
from tests.integration.spatial.catalogue import ASSETS, FILE
from tests.integration.spatial.plane import PART_BYTES, STEP, SpatialPlane
from twin_runtime import clients
from twin_runtime.page_token import write_token

LARGE_STEP = STEP.replace(b"HEADER;", b"HEADER;" + b"/**/" * (PART_BYTES // 4))


def catalogue_file(plane: SpatialPlane, asset_key: str, file_path: str) -> Any:  # noqa: ANN401 - any JSON
    path = {"database_id": "site", "asset_key": asset_key, "file_path": file_path}
    status, file = plane.call("GET", FILE, path=path)
    assert status == 200, file
    return file


def test_file_is_published_with_its_original_and_derivatives(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP, asset_key="station")
    ordered = plane.inspect(upload_id)
    assert ordered["decision"] == "convert"
    plane.convert(ordered)
    assert plane.publish(ordered)["decision"] == "published"

    file = catalogue_file(plane, "station", "pump.step")
    names = [one["file_name"] for one in file["derivatives"]]
    assert names == ["model.glb", "model.raw.glb", "assembly.json", "thumbnail.webp"]
    (asset,) = plane.assets()
    assert (asset["version"], asset["title"]) == (1, "Pump station")
    assert (file["content_type"], file["converter"]) == ("step", "step_to_glb")
    assert plane.state(upload_id)["state"] == "PUBLISHED"
    types = [event["type"] for event in plane.events]
    of_upload = [kind for kind in types if kind != "ConversionProgressed"]
    assert of_upload == ["UploadProgressed"] * 3 + ["AssetPublished"]
    assert types.count("ConversionProgressed") == 3  # claimed, ordered, published
    original = clients.s3().get_object(Bucket="assets", Key=f"sources/{file['sha256']}")
    assert original["Body"].read() == STEP


def test_scene_shows_the_model_before_and_after_it_is_published(plane: SpatialPlane) -> None:
    _, before = plane.call("GET", "/scene")
    assert [(model["asset_key"], model["url"]) for model in before["models"]] == [("station", None)]
    ordered = plane.inspect(plane.uploaded(STEP, asset_key="station"))
    plane.convert(ordered, b"glTF-station")
    plane.publish(ordered)
    _, after = plane.call("GET", "/scene")
    assert after["models"][0]["size_bytes"] == len(b"glTF-station")
    assert "model.glb" in after["models"][0]["url"]


def test_completing_twice_answers_the_state(plane: SpatialPlane) -> None:
    upload_id = plane.announce(STEP)["upload_id"]
    parts = plane.send(upload_id, STEP)
    assert plane.complete(upload_id, parts)[0] == 202
    assert plane.complete(upload_id, parts)[1]["state"] == "UPLOADED"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (STEP[:50], "STEP_TRUNCATED"),
        (b"This is a text, not a part.", "CONTENT_NOT_AS_NAMED"),
    ],
)
def test_wrong_content_is_rejected_with_its_reason(
    plane: SpatialPlane, content: bytes, code: str
) -> None:
    upload_id = plane.uploaded(content)
    outcome = plane.inspect(upload_id)
    assert outcome["decision"] == "reject"
    assert plane.fail(outcome)["decision"] == "reject"
    state = plane.state(upload_id)
    assert (state["state"], state["error"]["code"]) == ("REJECTED", code)
    assert plane.events[-1]["type"] == "AssetRejected"
    assert plane.assets() == []


def test_second_event_of_the_same_object_is_ignored(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    assert plane.inspect(upload_id, "first")["decision"] == "convert"
    assert plane.inspect(upload_id, "second")["decision"] == "ignore"
    assert plane.inspect(upload_id, "first")["decision"] == "convert"


def test_job_is_sized_and_addressed_by_what_was_measured(plane: SpatialPlane) -> None:
    job = plane.inspect(plane.uploaded(STEP))["job"]
    options = dict(zip(job["command"][::2], job["command"][1::2], strict=True))
    assert job["definition"] == "convert-cad:1"
    assert (job["vcpus"], job["memory_mebibytes"]) == ("1", "2048")
    assert options["--output"].startswith("s3://assets/derivatives/")
    assert json.loads(options["--parameters"])["deflection_ratio"] == 0.001


def test_job_is_ended_from_outside_only_after_every_step_may_have_ended_by_itself(
    plane: SpatialPlane,
) -> None:
    job = plane.inspect(plane.uploaded(STEP))["job"]
    options = dict(zip(job["command"][::2], job["command"][1::2], strict=True))
    convert = pack = int(options["--timeout-seconds"])
    assert job["timeout_seconds"] >= convert + pack + 300


def test_same_file_again_is_neither_converted_nor_a_new_version(plane: SpatialPlane) -> None:
    ordered = plane.inspect(plane.uploaded(STEP))
    plane.convert(ordered)
    plane.publish(ordered)
    again = plane.uploaded(STEP)
    outcome = plane.inspect(again, "again")
    assert outcome["decision"] == "publish"
    plane.publish(outcome)
    assert plane.state(again)["state"] == "PUBLISHED"
    assert [asset["version"] for asset in plane.assets()] == [1]


@pytest.mark.parametrize("damage", [b"{", b"{}", None])
def test_derivatives_that_are_not_whole_are_made_again(
    plane: SpatialPlane, damage: bytes | None
) -> None:
    recipe = plane.convert(plane.inspect(plane.uploaded(STEP)))
    if damage is None:
        clients.s3().delete_object(Bucket="assets", Key=f"{recipe.prefix}/model.glb")
    else:
        clients.s3().put_object(Bucket="assets", Key=recipe.manifest_key, Body=damage)
    again = plane.inspect(plane.uploaded(STEP, asset_key="again"), "again")
    assert again["decision"] == "convert"
    plane.convert(again)
    assert plane.publish(again)["decision"] == "published"


def test_publication_that_could_not_be_told_is_told_by_the_next_try(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered = plane.inspect(plane.uploaded(STEP))
    plane.convert(ordered)
    with monkeypatch.context() as patch:
        patch.setattr("spatial_publish.handler.tell_published", unreachable)
        with pytest.raises(ConnectionError):
            plane.publish(ordered)
    assert plane.publish(ordered)["decision"] == "published"
    assert plane.events[-1]["type"] == "AssetPublished"
    assert [asset["version"] for asset in plane.assets()] == [1]


def unreachable(_event: object) -> None:
    raise ConnectionError("no event bus")


def test_changed_file_is_the_next_version(plane: SpatialPlane) -> None:
    for content in (STEP, STEP.replace(b"AUTOMOTIVE", b"CONFIG_CONTROL")):
        ordered = plane.inspect(plane.uploaded(content, asset_key="pump"))
        plane.convert(ordered)
        plane.publish(ordered)
    assert [(asset["asset_key"], asset["version"]) for asset in plane.assets()] == [("pump", 2)]


@pytest.mark.parametrize("name", ["model.glb", "manifest.json"])
def test_missing_derivative_publishes_nothing(plane: SpatialPlane, name: str) -> None:
    ordered = plane.inspect(plane.uploaded(STEP))
    recipe = plane.convert(ordered)
    clients.s3().delete_object(Bucket="assets", Key=f"{recipe.prefix}/{name}")
    outcome = plane.publish(ordered)
    assert outcome["error"]["code"] in ("DERIVATIVE_INVALID", "MANIFEST_INVALID")
    plane.fail(outcome)
    assert plane.assets() == []


def test_derivative_with_other_bytes_publishes_nothing(plane: SpatialPlane) -> None:
    ordered = plane.inspect(plane.uploaded(STEP))
    recipe = plane.convert(ordered)
    clients.s3().put_object(
        Bucket="assets", Key=f"{recipe.prefix}/model.glb", Body=b"gltf", ChecksumAlgorithm="SHA256"
    )
    assert plane.publish(ordered)["error"]["code"] == "DERIVATIVE_INVALID"


def test_manifest_without_an_output_says_what_is_there_and_what_is_missing(
    plane: SpatialPlane,
) -> None:
    ordered = plane.inspect(plane.uploaded(STEP))
    recipe = plane.convert(ordered)
    storage = AssetStorage(clients.s3(), "assets")
    manifest = storage.read_json(recipe.manifest_key)
    manifest["files"] = [file for file in manifest["files"] if file["file_name"] == "model.glb"]
    body = json.dumps(manifest)
    clients.s3().put_object(Bucket="assets", Key=recipe.manifest_key, Body=body)
    error = plane.publish(ordered)["error"]
    assert error["message"] == "outputs are missing: assembly.json, model.raw.glb, thumbnail.webp"
    assert error["found"] == "model.glb"
    assert error["expected"] == "model.glb, model.raw.glb, assembly.json, thumbnail.webp"


def test_file_address_is_answered_for_published_files_only(plane: SpatialPlane) -> None:
    ordered = plane.inspect(plane.uploaded(STEP))
    plane.convert(ordered)
    plane.publish(ordered)
    resource = f"{FILE}/versions/{{number}}/url"
    path = {"database_id": "site", "asset_key": "pump", "file_path": "pump.step", "number": "1"}
    model, other = {"derivative": ["model.glb"]}, {"derivative": ["secret"]}
    status, body = plane.call("GET", resource, path=path, query=model)
    assert status == 200 and body["expires_at"] > time.time()
    for wrong, query in ((path, other), (path | {"number": "2"}, model)):
        status, body = plane.call("GET", resource, path=wrong, query=query)
        assert (status, body["code"]) == (404, "ASSET_FILE_UNKNOWN")
    status, body = plane.call("GET", resource, path=path | {"asset_key": "other"}, query=model)
    assert (status, body["code"]) == (404, "ASSET_UNKNOWN")


def test_catalogue_is_read_page_by_page_newest_first(plane: SpatialPlane) -> None:
    for key in ("first", "second", "third"):
        ordered = plane.inspect(plane.uploaded(STEP, asset_key=key))
        plane.convert(ordered)
        plane.publish(ordered)
    path = {"database_id": "site"}
    _, page = plane.call("GET", ASSETS, path=path, query={"limit": ["2"]})
    assert [row["asset_key"] for row in page["assets"]] == ["third", "second"]
    _, rest = plane.call("GET", ASSETS, path=path, query={"next_token": [page["next_token"]]})
    assert [row["asset_key"] for row in rest["assets"]] == ["first"]
    foreign = write_token({"list": "runs"}, ["run#1", "run", "1"])
    for token in ("nonsense", foreign, '["asset#first", "1"]', "é"):
        status, body = plane.call("GET", ASSETS, path=path, query={"next_token": [token]})
        assert (status, body["code"]) == (400, "QUERY_INVALID")


def test_converters_are_listed(plane: SpatialPlane) -> None:
    _, body = plane.call("GET", "/converters")
    assert "step_to_glb" in {converter["name"] for converter in body["converters"]}
