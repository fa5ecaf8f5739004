"""A PLC that stamps changes only, and has none: the connection lives, and the last value counts."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asyncua import ua
from asyncua.server.server import Server

from edge_collector.dead_band import DeadBand, KeepPolicy
from edge_collector.intake import Intake
from edge_collector.session import SessionOptions, run_session
from edge_runtime.spool import Spool
from twin.site_document import Signal
from twin.telemetry.sample import Sample
from twin_local.testing.ports import free_ports

ADDRESS = "ns=2;s=level"
LEVEL = Signal(
    "/t/level", "T", "level", "Level", "measurement", "DOUBLE", "m", 0.0, 9.0, ADDRESS, 6.0, 0.1,
    None,
)  # fmt: skip


class QuietPlc:
    """One variable that changes when told, stamped at that moment."""

    def __init__(self) -> None:
        self.endpoint = f"opc.tcp://127.0.0.1:{free_ports()}/"
        self.server = Server()

    async def prepare(self) -> None:
        await self.server.init()
        self.server.set_endpoint(self.endpoint)
        self.server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        await self.server.register_namespace("urn:quiet")
        node_id = ua.NodeId.from_string(ADDRESS)
        await self.server.nodes.objects.add_variable(node_id, "level", 2.0)

    async def hold(self, value: float) -> None:
        now = datetime.now(UTC)
        stamp = ua.DateTime(
            now.year, now.month, now.day, now.hour, now.minute, now.second, now.microsecond, UTC
        )
        data = ua.DataValue(ua.Variant(value, ua.VariantType.Double), SourceTimestamp=stamp)
        await self.server.write_attribute_value(ua.NodeId.from_string(ADDRESS), data)


async def collect(plc: QuietPlc, intake: Intake, script: list[tuple[float, float]]) -> None:
    """Collect for 5 s while the PLC follows a script of (seconds, value)."""
    begin = time.monotonic()
    steps = iter([*script, (99.0, 0.0)])
    step = next(steps)

    async def play() -> None:
        nonlocal step
        while True:
            await asyncio.sleep(0.02)
            if time.monotonic() - begin >= step[0]:
                await plc.hold(step[1])
                step = next(steps)

    def tick() -> None:
        intake.advance(now=time.time())
        intake.commit(now=time.time())

    async with plc.server:
        player = asyncio.create_task(play())
        await run_session(
            SessionOptions(plc.endpoint, silence=1.0),
            [LEVEL],
            lambda sample: intake.offer(sample, now=time.time()),
            tick,
            stopped=lambda: time.monotonic() - begin > 5.0,
            tick_seconds=0.05,
        )
        player.cancel()


@pytest.fixture
def samples(tmp_path: Path) -> list[Sample]:
    """Return what the spool has after a change soon after another, and quiet."""
    spool = Spool(tmp_path / "spool.sqlite")
    intake = Intake({LEVEL.alias: LEVEL}, DeadBand(KeepPolicy(1.0)), spool)

    async def run() -> None:
        plc = QuietPlc()
        await plc.prepare()
        await plc.hold(2.0)
        await collect(plc, intake, [(1.5, 3.0), (2.0, 4.0)])

    asyncio.run(run())
    rows = [row.sample for row in spool.peek(100, now=time.time())]
    spool.close()
    return rows


def test_steady_plant_stays_connected_and_its_last_change_is_kept(samples: list[Sample]) -> None:
    changes = [sample for sample in samples if sample.value != samples[0].value]
    assert [sample.value for sample in samples][:3] == [2.0, 3.0, 4.0]
    assert 0.3 < changes[1].time - changes[0].time < 0.8  # its own source time
    assert {sample.value for sample in samples[2:]} == {4.0}
    assert len(samples) >= 4, "no sign of life"
