"""Every role grants exactly what the code that it belongs to calls: nothing missing or unused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from twin_constructs.permissions import called_actions

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

ROOT = Path(__file__).resolve().parents[2]
HANDLER = re.compile(r"^(?P<package>\w+)\.handler\.handler$")
OWN_LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
GREENGRASS_NUCLEUS = {
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
    "s3:GetBucketLocation",
    "s3:GetObject",
}
"""Logs of components and their artefacts: the nucleus, not our code, uses the role for them.

https://docs.aws.amazon.com/greengrass/v2/developerguide/device-service-role.html
"""

UPLOADS_OF_LATE_VALUES = {"s3:PutObject"}
"""Only a site with storage has a bucket for them; without one nothing is uploaded."""

OF_WINDOW_SOURCES = {
    "secretsmanager:GetSecretValue": "noconsole",
    "s3:GetObject": "studies",
    "s3:ListBucket": "studies",
}
"""What the window of a calibration reads elsewhere than in SiteWise, and the site that does."""

WITHOUT_RESOURCE = {
    "iotsitewise:CreateBulkImportJob",
    "iotsitewise:DescribeBulkImportJob",
    "iotsitewise:DescribeStorageConfiguration",
    "iotsitewise:PutStorageConfiguration",
}
"""Operations that IAM knows no resource of.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiotsitewise.html
"""

REGISTRY_DIGEST = "@sha256:"
"""In the address of an image that is not built here: its code is not here either."""

CONTRACT_OF_PIPELINES = {"events:PutEvents", "s3:GetObject", "s3:ListBucket", "s3:PutObject"}
"""What an image of a site does by docs/conversions/pipelines.md."""

Template = dict[str, Any]


def test_every_function_may_do_exactly_what_its_code_calls(synthesized: Synthesized) -> None:
    found, expected = {}, {}
    for name, template, resource in _functions(synthesized):
        properties = resource["Properties"]
        package = _package(properties["Handler"])
        called = _called("lambda", package, f"{package}.handler.handler")
        letters = {"sqs:SendMessage"} if "DeadLetterConfig" in properties else set()
        role = properties["Role"]["Fn::GetAtt"][0]
        found[name] = sorted(_granted(template, role))
        expected[name] = sorted((called | OWN_LOGS | letters) - _of_other_sites(package, name))
    assert found
    assert found == expected


def test_every_job_may_do_exactly_what_its_code_calls(synthesized: Synthesized) -> None:
    for name, template, resource in _of_type(synthesized, "AWS::Batch::JobDefinition"):
        container = resource["Properties"]["ContainerProperties"]
        image = json.dumps(container["Image"])
        if REGISTRY_DIGEST in image:
            called = CONTRACT_OF_PIPELINES
        else:
            package = _image_package(synthesized, image)
            called = _called("containers", package, f"{package}.__main__.main")
        role = container["JobRoleArn"]["Fn::GetAtt"][0]
        assert _granted(template, role) == called, name


def test_every_image_that_is_a_function_may_do_exactly_what_its_code_calls(
    synthesized: Synthesized,
) -> None:
    functions = list(_image_functions(synthesized))
    assert functions
    for name, template, resource in functions:
        properties = resource["Properties"]
        package = _image_package(synthesized, json.dumps(properties["Code"]["ImageUri"]))
        called = _called("containers", package, f"{package}.__main__.main")
        role = properties["Role"]["Fn::GetAtt"][0]
        assert _granted(template, role) == called | OWN_LOGS, name


def test_edge_devices_may_do_exactly_what_their_components_call(synthesized: Synthesized) -> None:
    components = [path.parent.name for path in (ROOT / "edge").glob("*/recipe.yaml")]
    called = {
        action
        for package in components
        for action in _called("edge", package, f"{package}.__main__.main")
    }
    roles = [
        (name, _granted(template, name.partition(":")[2]))
        for name, template, resource in _of_type(synthesized, "AWS::IAM::Role")
        if "credentials.iot.amazonaws.com" in json.dumps(resource)
    ]
    assert roles
    for name, granted in roles:
        unused = set() if "storage" in name else UPLOADS_OF_LATE_VALUES
        assert granted == (called | GREENGRASS_NUCLEUS) - unused, name


def test_no_function_may_act_on_every_resource(synthesized: Synthesized) -> None:
    all_of_ours = (*_functions(synthesized), *_image_functions(synthesized))
    for name, template, resource in all_of_ours:
        role = resource["Properties"]["Role"]["Fn::GetAtt"][0]
        for statement in _statements(template, role):
            assert statement["Effect"] == "Allow", name
            if not set(_list(statement["Action"])) <= WITHOUT_RESOURCE:
                assert "*" not in _list(statement["Resource"]), name


def test_functions_that_are_not_ours_are_known(synthesized: Synthesized) -> None:
    foreign = {
        logical_id.partition(":")[2]
        for logical_id, _, resource in _of_type(synthesized, "AWS::Lambda::Function")
        if not _is_image(resource) and not HANDLER.match(resource["Properties"]["Handler"])
    }
    known = (
        "CustomCDKBucketDeployment",
        "CustomVpcRestrictDefaultSG",
        "BucketNotificationsHandler",
    )
    assert [name for name in sorted(foreign) if not name.startswith(known)] == []


@pytest.mark.parametrize("root", ["lambda", "edge", "containers"])
def test_every_package_says_what_it_calls(root: str) -> None:
    for entry in sorted((ROOT / root).glob("*/")):
        for module, function in (("handler", "handler"), ("__main__", "main")):
            if (entry / f"{module}.py").is_file():
                actions = _called(root, entry.name, f"{entry.name}.{module}.{function}")
                assert all(re.fullmatch(r"[a-z0-9-]+:[A-Z]\w+", action) for action in actions)


def _of_other_sites(package: str, template: str) -> set[str]:
    """Return what the code of a package calls on other sites only."""
    if package != "simulation_window":
        return set()
    return {action for action, site in OF_WINDOW_SOURCES.items() if site not in template}


@cache
def _called(root: str, package: str, entry: str) -> set[str]:
    return set(called_actions(package, entry, roots=(ROOT / root, ROOT)))


def _package(handler: str) -> str:
    found = HANDLER.match(handler)
    assert found is not None
    return found["package"]


def _functions(synthesized: Synthesized) -> Iterator[tuple[str, Template, Template]]:
    for name, template, resource in _of_type(synthesized, "AWS::Lambda::Function"):
        if not _is_image(resource) and HANDLER.match(resource["Properties"]["Handler"]):
            yield name, template, resource


def _image_functions(synthesized: Synthesized) -> Iterator[tuple[str, Template, Template]]:
    for name, template, resource in _of_type(synthesized, "AWS::Lambda::Function"):
        if _is_image(resource):
            yield name, template, resource


def _is_image(function: Template) -> bool:
    return bool(function["Properties"].get("PackageType") == "Image")


def _of_type(synthesized: Synthesized, kind: str) -> Iterator[tuple[str, Template, Template]]:
    for path, template in synthesized.templates():
        for logical_id, resource in template.get("Resources", {}).items():
            if resource["Type"] == kind:
                yield f"{path.name}:{logical_id}", template, resource


def _granted(template: Template, role: str) -> set[str]:
    return {action for each in _statements(template, role) for action in _list(each["Action"])}


def _statements(template: Template, role: str) -> Iterator[Template]:
    """Yield the statements of a role; managed policies would hide some and are not allowed."""
    properties = template["Resources"][role]["Properties"]
    assert "ManagedPolicyArns" not in properties, role
    for inline in properties.get("Policies", []):
        yield from inline["PolicyDocument"]["Statement"]
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::IAM::Policy" and {"Ref": role} in properties["Roles"]:
            yield from properties["PolicyDocument"]["Statement"]


def _image_package(synthesized: Synthesized, image: str) -> str:
    """Return the package that an image runs, from the folder it is built from."""
    for path in synthesized.folder.rglob("*.assets.json"):
        for digest, asset in json.loads(path.read_text())["dockerImages"].items():
            if digest in image:
                folder = path.parent / str(asset["source"]["directory"])
                (main,) = folder.glob("*/__main__.py")
                return main.parent.name
    raise AssertionError(f"no image asset for {image}")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
