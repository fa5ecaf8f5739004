"""`twin explain --site`: a policy is tried before anything is deployed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from twin_local.cli.main import main

DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"
ASSET = "/databases/site/assets/station"
POLICIES = """
access:
  groups:
    Project-A: {role: engineer, databases: [site]}
  policies:
    - |
      @id("secrets")
      forbid (principal, action, resource is Asset) when { resource.tags.contains("secret") };
"""


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    path = tmp_path / "demo.yaml"
    path.write_text(DEMO.read_text(encoding="utf-8") + POLICIES, encoding="utf-8")
    return path


def explain(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["explain", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_policy_of_a_site_file_decides(site_file: Path) -> None:
    who = ("--site", str(site_file), "--group", "Project-A")
    allowed = json.loads(explain("deleteAsset", ASSET, *who, "--json"))
    assert (allowed["allowed"], allowed["reason"]) == (True, "permitted by group:Project-A")
    told = explain("deleteAsset", ASSET, *who, "--attributes", '{"tags": ["secret"]}')
    assert told.startswith("denied: anybody in Project-A → deleteAsset on Asset site/station")
    assert "# site:policies[0]:secrets, from policies[0]:1" in told


def test_the_schema_names_every_action(site_file: Path) -> None:
    assert 'action "deleteAsset" in ["engineer"]' in explain("--schema", "--site", str(site_file))


@pytest.mark.parametrize(
    "arguments",
    [(), ("getAsset", ASSET, "--group", "a", "--user", "b"), ("getAsset", "--attributes", "[]")],
)
def test_half_a_question_is_refused(arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["explain", *arguments]).exit_code == 2
