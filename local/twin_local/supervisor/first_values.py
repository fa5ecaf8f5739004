"""Wait for the plant's first values: a twin without them cannot be operated yet."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from twin.site_document import SiteDocument
from twin_local.engine.clients import Clients

BATCH = 128
"""Properties that SiteWise answers in one call."""


def silent_signals(site: SiteDocument, clients: Clients, *, since: float) -> list[str]:
    """Return the measured signals that have no value since a time (UTC seconds since 1970)."""
    aliases = [signal.alias for signal in site.signals if signal.address is not None]
    heard = {
        alias
        for start in range(0, len(aliases), BATCH)
        for alias, time_seconds in _latest(clients, aliases[start : start + BATCH])
        if time_seconds >= since
    }
    return [alias for alias in aliases if alias not in heard]


def now() -> float:
    """Return the time as source time stamps have it, in whole seconds."""
    return float(int(time.time()))


def _latest(clients: Clients, aliases: Sequence[str]) -> Iterator[tuple[str, float]]:
    entries = [
        {"entryId": str(number), "propertyAlias": alias} for number, alias in enumerate(aliases)
    ]
    answer = clients.call("iotsitewise", "BatchGetAssetPropertyValue", {"entries": entries})
    for entry in answer["successEntries"]:
        if value := entry.get("assetPropertyValue"):
            yield aliases[int(entry["entryId"])], float(value["timestamp"]["timeInSeconds"])
