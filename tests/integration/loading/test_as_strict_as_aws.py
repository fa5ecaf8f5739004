"""Changes that take time, rates that throttle and quotas that end, as in AWS."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from tests.integration.loading.plants import asset_id, line, plant, pump, pumps
from twin_local.loading.account import Account
from twin_local.loading.loader import Loader
from twin_local.services.settings import configure


@pytest.fixture(autouse=True)
def lenient_again() -> Iterator[None]:
    yield
    configure(state_folder=None)


def test_assets_are_used_when_they_are_active(account: Account) -> None:
    configure(state_folder=None, transition_seconds=0.3)
    site = plant(*pumps(5))
    counts = Loader(account, site).load().counts
    assert counts == {"CreateAsset": 6, "UpdateProperty": 10, "Associate": 5}
    renamed = plant(*(replace(one, description="Renamed") for one in site.assets))
    assert Loader(account, renamed).load().counts == {"UpdateAsset": 6}
    gone = Loader(account, plant()).load(delete=True).counts
    assert gone == {"Disassociate": 5, "DeleteAsset": 6}
    assert Loader(account, plant()).load(delete=True).counts == {}


def test_a_change_of_someone_else_is_waited_for(account: Account) -> None:
    Loader(account, plant(line(), pump("P-1"))).load()
    configure(state_folder=None, transition_seconds=0.5)
    account.sitewise.update_asset(assetId=asset_id("P-1"), assetName="mill P-1 of someone else")
    back = Loader(account, plant(line(), pump("P-1"))).load().counts
    assert back == {"UpdateAsset": 1}


def test_a_load_is_throttled_and_ends_all_the_same(account: Account) -> None:
    throttled = threading.Event()

    def watch(response: tuple[object, dict[str, dict[str, str]]] | None, **_: object) -> None:
        if response and response[1].get("Error", {}).get("Code") == "ThrottlingException":
            throttled.set()

    account.sitewise.meta.events.register("needs-retry.iotsitewise", watch)
    configure(state_folder=None, throttles=True, quotas={"asset_operations_per_second": 10})
    counts = Loader(account, plant(*pumps(6))).load().counts
    assert counts == {"CreateAsset": 7, "UpdateProperty": 12, "Associate": 6}
    assert throttled.is_set()


def test_what_a_quota_refuses_is_told_and_the_rest_is_done_once_it_is_raised(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twin_local.loading.account.ATTEMPTS", 1)  # the SDK would try for seconds
    account = Account(account.region)
    configure(state_folder=None, quotas={"assets": 4})
    with pytest.raises(ClientError, match="LimitExceeded"):
        Loader(account, plant(*pumps(9))).load()
    configure(state_folder=None)
    counts = Loader(account, plant(*pumps(9))).load().counts
    assert counts["CreateAsset"] == 6
    assert Loader(account, plant(*pumps(9))).load().counts == {}
