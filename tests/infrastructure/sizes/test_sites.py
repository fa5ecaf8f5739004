"""Sites of every size stay within what AWS takes of their policies, environments and code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from aws_cdk import App, Stack
from aws_cdk import aws_iam as iam
from click.testing import CliRunner

from benchmarks.large_site import large_site
from stacks.site_stage import SiteStage
from twin.compile import placement
from twin.definition import SiteDefinition, load_site
from twin.definition.checks.top_assets import MOST_TOP_ASSETS
from twin_constructs.sizes.assembly import read
from twin_constructs.sizes.check import excesses
from twin_constructs.validation import add_validation
from twin_local.cli.main import main as twin

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

Content = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
FEATURES = {"spatial": False, "simulation": False, "experience": False}
PUMP = {"measurements": {"power": {"unit": "kW", "range": [0, 100]}}}


def site(types: Content, assets: Content) -> Content:
    return {
        "name": "sized",
        "account": "111111111111",
        "region": "us-east-1",
        "features": FEATURES,
        "twin": {"types": types, "assets": assets},
    }


def pumps() -> Content:
    below = {f"P-{number}": {"type": "pump", "parent": "W-1"} for number in range(75)}
    return site({"works": {"level": "site"}, "pump": PUMP}, {"W-1": {"type": "works"}, **below})


def side_by_side() -> Content:
    assets = {f"P-{number}": {"type": "pump"} for number in range(MOST_TOP_ASSETS)}
    return site({"pump": PUMP}, assets)


def of_many_types() -> Content:
    """Return three works of 18 types of pumps each, near what SiteWise takes in one tree."""
    types: Content = {f"pump_{number}x": PUMP for number in range(54)}
    assets: Content = {}
    for works in range(3):
        types[f"works_{works}x"] = {"level": "site"}
        assets[f"W-{works}"] = {"type": f"works_{works}x"}
    for number in range(54):
        assets[f"P-{number}"] = {"type": f"pump_{number}x", "parent": f"W-{number % 3}"}
    return site(types, assets)


def loaded() -> Content:
    return {**large_site(5_000), "features": FEATURES}


def definition(content: Content, folder: Path) -> SiteDefinition:
    path = folder / "site.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return load_site(path)


def app(folder: Path) -> App:
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    context = {**settings["context"], "@aws-cdk/core:failSynthOnValidationErrors": False}
    return App(outdir=str(folder / "cdk.out"), context=context)


def findings(folder: Path) -> list[tuple[str, str, str]]:
    text = (folder / "cdk.out" / "validation-report.json").read_text(encoding="utf-8")
    return [
        (report["pluginName"], violation["ruleName"], violation["description"])
        for report in json.loads(text)["pluginReports"]
        for violation in report["violations"]
    ]


def sized(folder: Path) -> list[tuple[str, str]]:
    templates = [str(path) for path in folder.rglob("*.template.json")]
    assert templates
    return [(one.rule, one.message) for _, one in excesses(read(templates))]


def test_every_site_of_the_repository_fits(synthesized: Synthesized) -> None:
    assert sized(synthesized.folder) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "by_loader"),
    [(pumps, False), (of_many_types, False), (loaded, True)],
)
def test_a_large_site_fits(content: Callable[[], Content], by_loader: bool, tmp_path: Path) -> None:
    made = definition(content(), tmp_path)
    assert placement(made).instances_by_loader is by_loader
    cloud = app(tmp_path)
    SiteStage(cloud, definition=made)
    cloud.synth()
    assert sized(tmp_path) == []


def test_as_many_top_assets_as_a_site_may_have_pass_all_checks(tmp_path: Path) -> None:
    cloud = app(tmp_path)
    add_validation(cloud)
    SiteStage(cloud, definition=definition(side_by_side(), tmp_path))
    cloud.synth()
    assert sized(tmp_path) == []
    assert findings(tmp_path) == []


def test_what_twin_site_new_writes_fits(tmp_path: Path) -> None:
    made = CliRunner().invoke(twin, ["site", "new", "plant-b", "--folder", str(tmp_path)])
    assert made.exit_code == 0, made.output
    cloud = app(tmp_path)
    SiteStage(cloud, definition=load_site(tmp_path / "plant-b.yaml"))
    cloud.synth()
    assert sized(tmp_path) == []


def test_a_role_that_names_too_much_fails_the_synth(tmp_path: Path) -> None:
    cloud = app(tmp_path)
    add_validation(cloud)
    role = iam.Role(
        Stack(cloud, "Stack"), "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")
    )
    pumps = [f"arn:aws:iotsitewise:us-east-1:111111111111:asset/{n:036}" for n in range(120)]
    statement = iam.PolicyStatement(actions=["iotsitewise:DescribeAsset"], resources=pumps)
    role.add_to_policy(statement)
    cloud.synth()
    [(_, rule, text)] = [one for one in findings(tmp_path) if one[0] == "Sizes"]
    assert rule == "IAM_POLICY_TOO_LARGE"
    assert "the managed policy of Role" in text, "the CDK splits off what is too long"
    assert text.endswith("characters, AWS takes 6,144")
