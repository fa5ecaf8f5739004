"""The collector and the commander against the simulated PLC, over real OPC UA."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_collector.dead_band import DeadBand, KeepPolicy
from edge_collector.intake import Intake
from edge_collector.session import PlcLost, SessionOptions, UnknownAddresses, run_session
from edge_commander.opcua_plc import OpcUaPlc
from edge_commander.ports import PlcRefused, PlcUnavailable
from edge_runtime.spool import Spool
from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import Signal, SiteDocument
from twin_local.plc.controller import Controller
from twin_local.plc.server import PlcServer


class PlcThread:
    """A PLC in a thread of its own, with its controller at hand for faults."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.endpoint = f"opc.tcp://127.0.0.1:{probe.getsockname()[1]}/"
        self.controller = Controller()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stop.clear()
        server = PlcServer(self.endpoint, self.controller)
        self._thread = threading.Thread(target=lambda: asyncio.run(server.run(self._stop.is_set)))
        self._thread.start()
        self._wait_open()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(10)

    def _wait_open(self) -> None:
        port = int(self.endpoint.rsplit(":", 1)[1].strip("/"))
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("the PLC does not listen")


@pytest.fixture(scope="module")
def plc() -> Iterator[PlcThread]:
    thread = PlcThread()
    thread.start()
    yield thread
    thread.stop()


@pytest.fixture(scope="module")
def site(repository_root: Path) -> SiteDocument:
    return compile_site(load_site(repository_root / "sites" / "demo.yaml"))


@pytest.fixture
def intake(site: SiteDocument, tmp_path: Path) -> Iterator[Intake]:
    spool = Spool(tmp_path / "spool.sqlite")
    yield Intake(site.signal_by_alias, DeadBand(KeepPolicy(0.2)), spool)
    spool.close()


def by_address(site: SiteDocument) -> dict[str, Signal]:
    return {s.address: s for s in site.signals if s.address is not None}


def collect(plc: PlcThread, intake: Intake, signals: dict[str, Signal], seconds: float) -> None:
    end = time.monotonic() + seconds

    def commit() -> None:
        intake.commit(now=time.time())

    asyncio.run(
        run_session(
            SessionOptions(plc.endpoint, silence=2.0),
            signals,
            lambda sample: intake.offer(sample, now=time.time()),
            commit,
            stopped=lambda: time.monotonic() > end,
            tick_seconds=0.05,
        )
    )


def test_every_signal_of_the_site_arrives_with_rising_source_times(
    plc: PlcThread, intake: Intake, site: SiteDocument
) -> None:
    collect(plc, intake, by_address(site), 2.0)
    rows = [row.sample for row in intake.spool.peek(10_000, now=time.time())]
    assert {sample.alias for sample in rows} == {s.alias for s in by_address(site).values()}
    for alias in {sample.alias for sample in rows}:
        times = [sample.time_nanoseconds for sample in rows if sample.alias == alias]
        assert times == sorted(set(times))
    assert intake.spool.dead_letters() == []


def test_failed_sensor_arrives_at_once_as_bad_without_a_value(
    plc: PlcThread, intake: Intake, site: SiteDocument
) -> None:
    plc.controller.set_fault("sensor_bad_quality", "T-101.level", 1.0)
    collect(plc, intake, by_address(site), 1.0)
    plc.controller.clear_faults()
    levels = [
        row.sample
        for row in intake.spool.peek(10_000, now=time.time())
        if row.sample.alias == "/demo/T-101/level"
    ]
    assert levels[-1].quality == "BAD"


def test_address_that_the_plc_lacks_is_a_clear_error(
    plc: PlcThread, intake: Intake, site: SiteDocument
) -> None:
    stray = dataclasses.replace(site.signals[-1], address="ns=2;s=X-9.nothing")
    with pytest.raises(UnknownAddresses, match=r"X-9\.nothing"):
        collect(plc, intake, {"ns=2;s=X-9.nothing": stray}, 1.0)


def test_lost_plc_is_noticed(intake: Intake, site: SiteDocument) -> None:
    mortal = PlcThread()
    mortal.start()
    threading.Timer(1.0, mortal.stop).start()
    with pytest.raises((PlcLost, OSError)):
        collect(mortal, intake, by_address(site), 15.0)
    mortal.stop()


def test_set_point_is_written_and_read_back(plc: PlcThread) -> None:
    assert OpcUaPlc(plc.endpoint).write("ns=2;s=P-101.set_speed", 1000.0) == 1000.0
    assert OpcUaPlc(plc.endpoint).read("ns=2;s=P-101.set_speed") == 1000.0


def test_read_back_shows_what_the_plc_made_of_it(plc: PlcThread) -> None:
    assert OpcUaPlc(plc.endpoint).write("ns=2;s=P-101.set_speed", 2000.0) == 1600.0


def test_measurement_cannot_be_written(plc: PlcThread) -> None:
    with pytest.raises(PlcRefused):
        OpcUaPlc(plc.endpoint).write("ns=2;s=P-101.flow", 1.0)


def test_plc_that_is_away_is_said_to_be_away() -> None:
    with pytest.raises(PlcUnavailable):
        OpcUaPlc("opc.tcp://127.0.0.1:9/").write("ns=2;s=P-101.set_speed", 1000.0)
