"""What the window of a calibration may read, on sites that have their history elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.infrastructure.iot.test_connectors import Template, statements

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized


def simulation(synthesized: Synthesized, site: str) -> Template:
    (found,) = [
        template
        for path, template in synthesized.templates()
        if path.parent.name == f"assembly-{site}" and "Simulation" in path.name
    ]
    return found


def window(template: Template) -> tuple[str, Template]:
    """Return the role of the window's function and the function."""
    (function,) = [
        resource["Properties"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::Function"
        and resource["Properties"].get("Handler") == "simulation_window.handler.handler"
    ]
    return function["Role"]["Fn::GetAtt"][0], function


def of_window(template: Template, action: str) -> list[Template]:
    role, _ = window(template)
    return [one for one in statements(template, action) if {"Ref": role} in one["Roles"]]


def staged(synthesized: Synthesized, site: str, name: str) -> Any:  # noqa: ANN401 - any JSON
    """Return a file that is staged beside the window's code."""
    _, function = window(simulation(synthesized, site))
    digest = function["Code"]["S3Key"].removesuffix(".zip")
    (folder,) = synthesized.folder.rglob(f"asset.{digest}")
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_a_site_that_reads_sitewise_reads_nothing_else(synthesized: Synthesized) -> None:
    template = simulation(synthesized, "demo")
    assert of_window(template, "iotsitewise:GetAssetPropertyValueHistory")
    assert not of_window(template, "secretsmanager:GetSecretValue")
    assert not of_window(template, "s3:GetObject")
    assert staged(synthesized, "demo", "window_sources.json") == {"sitewise": {}}


def test_windows_from_influxdb_read_the_token_that_may_read(synthesized: Synthesized) -> None:
    template = simulation(synthesized, "no-console")
    (statement,) = of_window(template, "secretsmanager:GetSecretValue")
    assert statement["Resource"]["Fn::Join"][1][-1].endswith(":secret:plant/influxdb-??????")
    assert not of_window(template, "s3:GetObject")
    options = staged(synthesized, "no-console", "window_sources.json")["influxdb"]
    assert options["endpoint"] == "https://influx.example.com:8181"


def test_windows_from_files_read_them_and_no_other_object(synthesized: Synthesized) -> None:
    template = simulation(synthesized, "studies")
    (statement,) = of_window(template, "s3:GetObject")
    assert statement["Resource"]["Fn::Join"][1][-1] == "/history/*"
    assert of_window(template, "s3:ListBucket")
    assert not of_window(template, "secretsmanager:GetSecretValue")
