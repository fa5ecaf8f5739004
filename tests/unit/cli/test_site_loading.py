"""`twin site load`, as its user meets it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result
from moto import mock_aws

from tests.integration.loading.plants import deploy_models, plant, pumps
from twin.definition import load_site
from twin.loading.site import wanted_site
from twin_local import moto_extension
from twin_local.cli import site_loading
from twin_local.cli.main import main
from twin_local.loading.account import Account
from twin_local.supervisor.status import Status, write_status


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a site file; no local twin runs."""
    monkeypatch.setenv("TWIN_STATE", str(tmp_path / "state"))
    assert invoke("site", "new", "mill", "--folder", str(tmp_path)).exit_code == 0
    return tmp_path


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """The account of the site, in which a plant of two pumps is wanted."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    moto_extension.install()
    with mock_aws():
        account = Account("us-east-1")
        monkeypatch.setattr(site_loading, "deployed_account", lambda _: account)
        monkeypatch.setattr(site_loading, "wanted_site", lambda _: plant(*pumps(2)))
        yield account


def load(sites: Path, *options: str, profile: str = "aws") -> Result:
    return invoke("--profile", profile, "site", "load", "mill", "--folder", str(sites), *options)


def test_a_dry_run_prints_the_operations_and_does_nothing(account: Account, sites: Path) -> None:
    deploy_models(account.sitewise)
    result = load(sites, "--dry-run")
    assert result.exit_code == 0
    assert "create mill P-1 (Pump)\n" in result.output
    assert "to do: 3 CreateAsset, 4 UpdateProperty, 2 Associate\n" in result.output
    assert account.sitewise.list_assets(filter="TOP_LEVEL")["assetSummaries"] == []
    planned = json.loads(load(sites, "--dry-run", "--json").output)
    assert planned["operations"][0] == {
        "operation": "CreateAsset",
        "name": "mill L-1",
        "does": "create mill L-1 (Line)",
    }


def test_a_load_says_what_it_did_and_the_next_has_nothing_to_do(
    account: Account, sites: Path
) -> None:
    deploy_models(account.sitewise)
    first = json.loads(load(sites, "--json").output)
    assert first["counts"] == {"CreateAsset": 3, "UpdateProperty": 4, "Associate": 2}
    assert json.loads(load(sites, "--json").output) == {"counts": {}, "left": []}
    assert load(sites).output == "done: nothing\n"


def test_what_the_file_no_longer_has_is_named_and_deleted_if_asked(
    account: Account, sites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy_models(account.sitewise)
    load(sites)
    monkeypatch.setattr(site_loading, "wanted_site", lambda _: plant(*pumps(1)))
    assert "left alone, as the site file does not have them: mill P-2" in load(sites).output
    assert load(sites, "--delete").output == "done: 1 Disassociate, 1 DeleteAsset\n"


def test_a_site_that_is_not_deployed_is_refused(account: Account, sites: Path) -> None:
    result = load(sites)
    assert result.exit_code == 1
    assert "LOAD_MODEL_MISSING" in result.output


def test_without_a_local_twin_there_is_nothing_to_load_into(sites: Path) -> None:
    result = load(sites, profile="local")
    assert result.exit_code == 1
    assert "TWIN_NOT_RUNNING" in result.output


def test_a_local_twin_of_another_site_is_left_alone(sites: Path) -> None:
    status = Status(
        site="demo",
        console_url="",
        api_url="",
        endpoint_url="http://127.0.0.1:1",
        region="us-east-1",
        user_pool_id="",
        user_pool_client_id="",
        supervisor=os.getpid(),
        started=psutil.Process().create_time(),
        ready=True,
    )
    write_status(sites / "state", status)
    result = load(sites, profile="local")
    assert result.exit_code == 1
    assert "one of demo" in result.output


def test_a_bulk_job_has_the_ids_that_later_loads_look_for(sites: Path) -> None:
    file = sites / "bulk.json"
    result = load(sites, "--bulk", str(file), profile="local")
    assert result.exit_code == 0
    assert result.output.startswith(f"{file}: 3 assets")
    written = {one["assetExternalId"]: one for one in json.loads(file.read_text())["assets"]}
    wanted = wanted_site(load_site(sites / "mill.yaml")).assets
    assert {key: one["assetId"] for key, one in written.items()} == {
        one.external_id: one.asset_id for one in wanted
    }
