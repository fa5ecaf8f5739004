"""A SiteWise that is killed: a value that was acknowledged has its results, now or later."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import measurement, metric, transform

KILLS = 3
ENTRY = 10
WRITER = f"""
import sys
from pathlib import Path
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.settings import configure

folder, asset, flow, now, first = sys.argv[1:]
configure(state_folder=Path(folder), now=lambda: float(now))
service = SiteWise(account="1", region="r", publish=lambda topic, payload: None)
names = {{"entryId": "e", "assetId": asset, "propertyId": flow}}
for start in range(int(first), int(first) + 100_000, {ENTRY}):
    values = [
        {{"value": {{"doubleValue": float(at % 7)}}, "timestamp": {{"timeInSeconds": at}}}}
        for at in range(start, start + {ENTRY})
    ]
    request = {{"entries": [{{**names, "propertyValues": values}}]}}
    assert service.call("BatchPutAssetPropertyValue", request) == {{"errorEntries": []}}
    print(start + {ENTRY}, flush=True)
"""


def acknowledged(computing: Computing, first: int, seconds: float) -> int:
    """Let a process write, kill it, and return up to which time it had acknowledged."""
    key = computing.key("P-1", "flow")
    names = [key["asset_id"], key["property_id"], str(computing.clock.time), str(first)]
    command = [sys.executable, "-c", WRITER, str(computing.folder), *names]
    computing.service.close()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        begun = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        lines = [begun, *writer.stdout.read().splitlines(keepends=True)]
    computing.start()
    return int([line for line in lines if line.endswith("\n")][-1])


def test_values_have_all_their_results_after_a_kill(
    computing: Computing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    model = computing.model(
        "pump",
        measurement("flow"),
        transform("double", "2 * q", q="flow"),
        metric("sum", "sum(d)", d="double"),
        metric("points", "count(q)", q="flow"),
    )
    computing.asset("P-1", model)
    start, moment = int(computing.clock.time), random.Random(1)
    computing.clock.time = start + 100_000
    first = start
    for _ in range(KILLS):
        told = acknowledged(computing, first, moment.uniform(0.05, 0.3))
        computing.service.tick()
        flow = computing.values("P-1", "flow")
        assert first < told <= start + len(flow)
        assert [*flow] == [*range(start, start + len(flow))]
        assert computing.values("P-1", "double") == {at: 2 * one for at, one in flow.items()}
        assert sum(computing.values("P-1", "sum").values()) == 2 * sum(flow.values())
        assert sum(computing.values("P-1", "points").values()) == len(flow)
        first = start + len(flow)
