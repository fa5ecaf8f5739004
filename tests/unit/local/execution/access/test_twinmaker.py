"""Which ARNs calls of TwinMaker and Greengrass are decided on."""

from __future__ import annotations

import pytest

from twin_local.execution.access.calls import Call
from twin_local.execution.access.resources import needs

ROOT = "arn:aws:iottwinmaker:us-east-1:111111111111:workspace"


@pytest.mark.parametrize(
    ("operation", "parameters", "expected"),
    [
        ("GetEntity", {"workspaceId": "w", "entityId": "e"}, ["/w", "/w/entity/e"]),
        ("CreateEntity", {"workspaceId": "w", "entityId": "e"}, ["/w"]),
        (
            "GetComponentType",
            {"workspaceId": "w", "componentTypeId": "t"},
            ["/w", "/w/component-type/t"],
        ),
        ("ListEntities", {"workspaceId": "w"}, ["/w"]),
        (
            "ListSyncResources",
            {"workspaceId": "w", "syncSource": "SITEWISE"},
            ["/w", "/w/sync-job/SITEWISE"],
        ),
        ("ExecuteQuery", {"workspaceId": "w"}, ["/w"]),
        ("TagResource", {"resourceARN": f"{ROOT}/w/scene/s"}, ["/w/scene/s"]),
        ("ListWorkspaces", {}, None),
    ],
)
def test_what_a_call_of_twinmaker_needs(
    operation: str, parameters: dict[str, str], expected: list[str] | None
) -> None:
    call = Call("iottwinmaker", operation, parameters, "us-east-1", "111111111111")
    arns = ["*"] if expected is None else [f"{ROOT}{one}" for one in expected]
    assert needs(call) == [(f"iottwinmaker:{operation}", arn) for arn in arns]


def test_greengrass_has_the_prefix_of_its_first_version() -> None:
    call = Call("greengrassv2", "ListDeployments", {}, "us-east-1", "111111111111")
    assert needs(call) == [("greengrass:ListDeployments", "*")]
