"""Files of models are sent, checked, deployed and taken back; nothing of a refused one stays."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from simulation_prepare.handler import handler as prepare
from tests.integration.simulation.models.conftest import PYTHON_MODEL, VARIABLES, Deployer
from tests.integration.simulation.plane import MODEL_ID, MODELS_BUCKET
from twin.simulation.model_errors import ModelKindUnknown
from twin_runtime import clients

SECOND = PYTHON_MODEL + b"# another one\n"


def listed(deployer: Deployer) -> Any:  # noqa: ANN401 - any JSON
    status, body = deployer.get("deployments")
    assert status == 200, body
    return body


def test_deployment_is_active_at_once_and_told(deployer: Deployer) -> None:
    answer = deployer.deploy(note="a new impeller")
    assert answer["active"]["deployment"] == 1
    deployed = answer["deployment"]
    assert (deployed["kind"], deployed["deployed_by"], deployed["note"], deployed["is_active"]) == (
        "python",
        "erik",
        "a new impeller",
        True,
    )
    ((told, detail),) = deployer.plane.others
    assert (told, detail["number"], detail["previous"]) == ("ModelActivated", 1, 0)
    assert (detail["reason"], detail["by"], detail["what"]) == ("deploy", "erik", "deployment")


def test_run_uses_what_is_active_when_it_is_prepared(deployer: Deployer) -> None:
    plane, deployed = deployer.plane, deployer.deploy()
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    sha256 = deployed["deployment"]["artefact_sha256"]
    assert plane.job_input(run_id)["artefact"]["sha256"] == sha256
    run = plane.get(run_id)
    assert (run["deployment"], run["model_version"]) == (1, deployed["active"]["version"])


def test_repeated_step_keeps_the_deployment_that_the_run_began_with(deployer: Deployer) -> None:
    plane = deployer.plane
    run_id = plane.start()["run_id"]
    first = plane.prepare(run_id)
    deployer.deploy()
    assert plane.prepare(run_id) == first
    assert plane.get(run_id)["deployment"] == 0


def test_run_without_a_job_for_its_model_says_so(deployer: Deployer) -> None:
    plane = deployer.plane
    deployer.deploy()
    run_id = plane.start()["run_id"]
    with pytest.raises(ModelKindUnknown) as caught:
        prepare({"execution": run_id, "jobs": {}, **plane.executions()[run_id]}, None)
    plane.fail(run_id, "ModelKindUnknown", {"errorMessage": str(caught.value)})
    assert plane.get(run_id)["error"]["code"] == "MODEL_KIND_UNKNOWN"


def test_deployment_that_is_not_activated_waits(deployer: Deployer) -> None:
    answer = deployer.deploy(activate=False)
    assert (answer["active"]["deployment"], answer["deployment"]["is_active"]) == (0, False)
    assert deployer.plane.others == []


def test_models_tell_what_is_active_and_what_was_found_out(deployer: Deployer) -> None:
    status, body = deployer.plane.call("GET", "/models")
    before, _ = body["models"]
    assert (status, before["manifest"], before["active"]["deployment"]) == (200, None, 0)
    deployer.deploy()
    _, body = deployer.plane.call("GET", "/models")
    first, second = body["models"]
    assert (first["kind"], first["active"]["deployment"], first["git_revision"]) == (
        "python",
        1,
        "12" * 20,
    )
    assert first["version"] == first["active"]["version"] != before["version"]
    assert first["manifest"]["steps_per_second"] == 1000.0
    assert second["active"]["deployment"] == 0


def test_models_come_in_pages(deployer: Deployer) -> None:
    _, first = deployer.plane.call("GET", "/models", query={"limit": ["1"]})
    token = first["next_token"]
    _, second = deployer.plane.call("GET", "/models", query={"limit": ["1"], "next_token": [token]})
    assert [one["model_id"] for one in (*first["models"], *second["models"])] == [
        MODEL_ID,
        "P-102.pump",
    ]
    assert second["next_token"] is None
    status, body = deployer.plane.call("GET", "/models", query={"next_token": ["x"]})
    assert (status, body["code"]) == (400, "QUERY_INVALID")


def test_one_deployment_is_answered_with_its_manifest(deployer: Deployer) -> None:
    deployer.deploy()
    path = {"model_id": MODEL_ID, "number": "1"}
    status, body = deployer.plane.call("GET", "/models/{model_id}/deployments/{number}", path=path)
    assert (status, body["manifest"]["kind"]) == (200, "python")
    for number, expected in (("7", 404), ("-1", 404), ("one", 404), ("0", 200)):
        path = {"model_id": MODEL_ID, "number": number}
        status, body = deployer.plane.call(
            "GET", "/models/{model_id}/deployments/{number}", path=path
        )
        assert status == expected, body
    assert (body["deployment"]["number"], body["manifest"]) == (0, None)


def test_rollback_goes_to_what_was_active_before(deployer: Deployer) -> None:
    deployer.deploy()
    deployer.deploy(SECOND)
    status, active = deployer.post("rollback", {})
    assert (status, active["deployment"]) == (200, 1)
    assert deployer.plane.others[-1][1]["reason"] == "rollback"
    status, active = deployer.post("rollback", {"number": 0})
    assert (status, active["deployment"]) == (200, 0)
    told = len(deployer.plane.others)
    status, again = deployer.post("rollback", {"number": 0})
    assert (status, again) == (200, active)
    assert len(deployer.plane.others) == told, "what is active already is no news"
    assert [one["number"] for one in listed(deployer)["deployments"]] == [2, 1]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 409, "MODEL_NOTHING_TO_ROLL_BACK"),
        ({"what": "parameters"}, 409, "MODEL_NOTHING_TO_ROLL_BACK"),
        ({"number": 9}, 404, "MODEL_VERSION_UNKNOWN"),
        ({"number": -1}, 400, "MODEL_DEPLOYMENT_REFUSED"),
        ({"number": True}, 400, "MODEL_DEPLOYMENT_REFUSED"),
        ({"what": "everything"}, 400, "MODEL_DEPLOYMENT_REFUSED"),
        ({"number": 0, "expected_revision": 4}, 409, "MODEL_REGISTRY_CHANGED"),
    ],
)
def test_rollback_to_nowhere_is_refused(
    deployer: Deployer, body: dict[str, Any], status: int, code: str
) -> None:
    found, answer = deployer.post("rollback", body)
    assert (found, answer["code"]) == (status, code)
    assert deployer.plane.others == []


def test_same_key_deploys_once(deployer: Deployer) -> None:
    deployer.send()
    body = {"file_name": "pump.py", "manifest": deployer.manifest()}
    first = deployer.post("deployments", body, key="k-1")
    assert deployer.post("deployments", body, key="k-1") == first
    assert len(listed(deployer)["deployments"]) == 1


def test_who_does_not_know_the_present_state_changes_nothing(deployer: Deployer) -> None:
    deployer.deploy(expected_revision=0)
    deployer.send(SECOND)
    body = {"file_name": "pump.py", "manifest": deployer.manifest(SECOND), "expected_revision": 0}
    status, answer = deployer.post("deployments", body)
    assert (status, answer["code"]) == (409, "MODEL_REGISTRY_CHANGED")
    assert len(listed(deployer)["deployments"]) == 1


def refused(deployer: Deployer, manifest: dict[str, Any], name: str = "pump.py") -> Any:  # noqa: ANN401
    """Try to deploy, and require that nothing is there afterwards."""
    status, answer = deployer.post("deployments", {"file_name": name, "manifest": manifest})
    assert status == 400, answer
    body = listed(deployer)
    assert (body["deployments"], body["active"]["deployment"]) == ([], 0)
    keys = clients.s3().list_objects_v2(Bucket=MODELS_BUCKET).get("Contents", [])
    assert not [one for one in keys if "/manifests/" in one["Key"]]
    return answer


def test_file_that_was_not_sent_is_refused(deployer: Deployer) -> None:
    answer = refused(deployer, deployer.manifest())
    assert (answer["code"], answer["found"]) == ("MODEL_DEPLOYMENT_REFUSED", "no file")


def test_file_of_another_size_is_refused(deployer: Deployer) -> None:
    deployer.send()
    answer = refused(deployer, deployer.manifest(artefact_bytes=7))
    assert (answer["code"], answer["found"]) == ("MODEL_DEPLOYMENT_REFUSED", "another file")


def test_file_that_is_larger_than_its_kind_takes_is_refused(deployer: Deployer) -> None:
    answer = refused(deployer, deployer.manifest(artefact_bytes=2 * 1024**2))
    assert answer["code"] == "MODEL_ARTEFACT_UNSAFE"


def test_file_of_another_kind_than_its_manifest_says_is_refused(deployer: Deployer) -> None:
    deployer.send()
    answer = refused(deployer, deployer.manifest(kind="fmu"))
    assert (answer["code"], answer["found"]) == ("MODEL_KIND_UNKNOWN", "python")


def test_kind_of_a_large_archive_is_told_by_its_directory(deployer: Deployer) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("resources/table.bin", bytes(5 * 1024**2))
        archive.writestr("modelDescription.xml", "<fmiModelDescription/>")
    deployer.send(packed.getvalue(), "pump.fmu")
    manifest = deployer.manifest(packed.getvalue(), kind="fmu")
    status, answer = deployer.post("deployments", {"file_name": "pump.fmu", "manifest": manifest})
    assert (status, answer["deployment"]["kind"]) == (201, "fmu")


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("container", "container"),
        ("ansys_twin", "ansys_twin, which needs the image simulate_ansys"),
    ],
)
def test_kind_that_the_site_has_no_job_for_is_refused(
    deployer: Deployer, kind: str, found: str
) -> None:
    answer = refused(deployer, deployer.manifest(kind=kind))
    assert (answer["code"], answer["found"]) == ("MODEL_DEPLOYMENT_REFUSED", found)


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("flow", None, "outputs.flow: no such variable"),
        ("flow", {"causality": "input"}, "outputs.flow: input, not output or local"),
        ("flow", {"unit": "l/s"}, "outputs.flow: in l/s, not m³/h"),
        ("speed", {"causality": "output"}, "inputs.speed: output, not input or parameter"),
        ("wear", None, "parameters.wear: no such variable"),
    ],
)
def test_model_that_does_not_fit_its_bindings_is_refused(
    deployer: Deployer, name: str, change: dict[str, str] | None, told: str
) -> None:
    deployer.send()
    variables = [
        {**one, **(change or {})} if one["name"] == name else one
        for one in VARIABLES
        if one["name"] != name or change is not None
    ]
    answer = refused(deployer, deployer.manifest(variables=variables))
    assert (answer["code"], answer["found"]) == ("MODEL_BINDING_UNFIT", told)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"manifest": None}, "MODEL_MANIFEST_INVALID"),
        ({"manifest": {"kind": "fmu"}}, "MODEL_MANIFEST_INVALID"),
        ({"file_name": "../pump.py"}, "MODEL_DEPLOYMENT_REFUSED"),
        ({"note": "x" * 501}, "MODEL_DEPLOYMENT_REFUSED"),
        ({"activate": "yes"}, "MODEL_DEPLOYMENT_REFUSED"),
        ({"expected_revision": "1"}, "MODEL_DEPLOYMENT_REFUSED"),
        ({"colour": "red"}, "BODY_UNKNOWN_FIELD"),
    ],
)
def test_request_that_is_wrong_is_refused(
    deployer: Deployer, change: dict[str, Any], code: str
) -> None:
    deployer.send()
    body = {"file_name": "pump.py", "manifest": deployer.manifest(), **change}
    status, answer = deployer.post("deployments", body)
    assert (status, answer["code"]) == (400, code)
    assert listed(deployer)["deployments"] == []


def test_unknown_model_is_not_deployed(deployer: Deployer) -> None:
    deployer.send()
    body = {"file_name": "pump.py", "manifest": deployer.manifest()}
    status, answer = deployer.post("deployments", body, model_id="P-7.pump")
    assert (status, answer["code"]) == (404, "MODEL_UNKNOWN")


def announcement(deployer: Deployer, **more: object) -> dict[str, Any]:
    manifest = deployer.manifest()
    return {
        "file_name": "pump.py",
        "kind": "python",
        "sha256": manifest["artefact_sha256"],
        "size_bytes": manifest["artefact_bytes"],
        **more,
    }


def test_address_of_a_file_is_for_its_content_only(deployer: Deployer) -> None:
    status, target = deployer.post("artefacts", announcement(deployer))
    assert (status, target["is_stored"]) == (201, False)
    assert "x-amz-checksum-sha256" in target["headers"]
    assert f"models/{target['artefact_sha256']}/pump.py" in target["url"]
    assert "x-amz-checksum-sha256" in target["url"], "the checksum is signed"
    deployer.send()
    _, target = deployer.post("artefacts", announcement(deployer))
    assert target["is_stored"] is True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"size_bytes": 0}, "MODEL_DEPLOYMENT_REFUSED"),
        ({"size_bytes": 2 * 1024**2}, "MODEL_ARTEFACT_UNSAFE"),
        ({"sha256": "AB"}, "MODEL_DEPLOYMENT_REFUSED"),
        ({"kind": "abacus"}, "MODEL_KIND_UNKNOWN"),
        ({"file_name": ".hidden"}, "MODEL_DEPLOYMENT_REFUSED"),
    ],
)
def test_file_that_will_not_do_gets_no_address(
    deployer: Deployer, change: dict[str, Any], code: str
) -> None:
    status, answer = deployer.post("artefacts", announcement(deployer, **change))
    assert (status, answer["code"]) == (400, code)
