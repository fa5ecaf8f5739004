"""A twin is ready once its plant has spoken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import SiteDocument
from twin_local.supervisor.first_values import BATCH, silent_signals

ROOT = Path(__file__).resolve().parents[3]


class Clients:
    """SiteWise with a latest time for some aliases; counts the calls."""

    def __init__(self, times: Mapping[str, float]) -> None:
        self.times = times
        self.calls: list[int] = []

    def call(self, service: str, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        assert (service, name) == ("iotsitewise", "BatchGetAssetPropertyValue")
        self.calls.append(len(parameters["entries"]))
        return {"successEntries": [self._entry(entry) for entry in parameters["entries"]]}

    def _entry(self, entry: Mapping[str, str]) -> dict[str, Any]:
        time = self.times.get(entry["propertyAlias"])
        value = {"timestamp": {"timeInSeconds": time}} if time is not None else None
        return {
            "entryId": entry["entryId"],
            **({"assetPropertyValue": value} if value else {}),
        }


@pytest.fixture(scope="module")
def site() -> SiteDocument:
    return compile_site(load_site(ROOT / "sites" / "demo.yaml"))


def measured(site: SiteDocument) -> list[str]:
    return [signal.alias for signal in site.signals if signal.address is not None]


def test_signals_without_a_value_since_the_start_are_silent(site: SiteDocument) -> None:
    aliases = measured(site)
    times = {alias: 100.0 for alias in aliases[2:]} | {aliases[1]: 99.0}
    clients: Any = Clients(times)
    assert silent_signals(site, clients, since=100.0) == aliases[:2]
    assert all(size <= BATCH for size in clients.calls)


def test_computed_signals_are_not_waited_for(site: SiteDocument) -> None:
    clients: Any = Clients({alias: 100.0 for alias in measured(site)})
    assert silent_signals(site, clients, since=100.0) == []
    assert sum(clients.calls) < len(site.signals)
