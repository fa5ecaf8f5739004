"""After a deployment the supervisor loads what CloudFormation cannot make."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.definition import SiteDefinition, load_site
from twin.loading.operations import DeleteAsset
from twin.loading.plan import Plan, Step
from twin.loading.wanted import WantedSite
from twin_local.loading.account import Account
from twin_local.loading.loader import Loaded
from twin_local.supervisor import instances
from twin_local.supervisor.instances import load_instances
from twin_local.supervisor.layout import Layout

DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"


class Loads:
    """Stands for the loader, and remembers what it was asked."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.accounts: list[Account] = []
        self.deleting: list[bool] = []
        self.flushed = 0

    def __call__(self, account: Account, site: WantedSite) -> Loads:
        assert site.name == "demo"
        self.accounts.append(account)
        return self

    def load(self, *, delete: bool = False) -> Loaded:
        self.deleting.append(delete)
        return Loaded((self.plan,))

    def flush(self, _: Layout) -> None:
        self.flushed += 1


@pytest.fixture
def definition() -> SiteDefinition:
    return load_site(DEMO)


def loads(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> Loads:
    found = Loads(plan)
    monkeypatch.setattr(instances, "Loader", found)
    monkeypatch.setattr(instances, "flush", found.flush)
    return found


def test_what_was_loaded_is_told_and_written_to_the_disk(
    layout: Layout, definition: SiteDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan((Step("step", (DeleteAsset("id", "name"),)),), ("demo P-9",))
    found, told = loads(monkeypatch, plan), list[str]()
    load_instances(layout, definition, tell=told.append)
    assert told == ["loaded 1 DeleteAsset", "no longer in the site file, and kept: demo P-9"]
    assert (found.flushed, found.deleting) == (1, [False])
    [account] = found.accounts
    assert (account.endpoint_url, account.region) == (layout.endpoint_url, definition.region)
    assert account.operations_per_second is None


def test_nothing_to_load_is_not_told(
    layout: Layout, definition: SiteDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, told = loads(monkeypatch, Plan()), list[str]()
    load_instances(layout, definition, tell=told.append)
    assert (told, found.flushed) == ([], 0)


def test_a_site_without_assets_in_sitewise_is_not_loaded(
    layout: Layout, definition: SiteDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = loads(monkeypatch, Plan())
    features = definition.features.model_copy(update={"iot": False})
    without = definition.model_copy(update={"features": features})
    load_instances(layout, without, tell=lambda _: None)
    assert found.accounts == []
