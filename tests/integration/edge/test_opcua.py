"""The collector and the commander against the simulated PLC, over real OPC UA."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from edge_collector.dead_band import DeadBand, KeepPolicy
from edge_collector.intake import Intake
from edge_collector.liveness import PlcLost
from edge_collector.session import SessionOptions, UnknownAddresses, run_session
from edge_commander.opcua_plc import OpcUaPlc
from edge_commander.ports import PlcRefused, PlcUnavailable, WriteInDoubt
from edge_runtime.spool import Spool
from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import Signal, SiteDocument
from twin_local.plc.controller import Controller
from twin_local.plc.server import PlcServer
from twin_local.testing.ports import free_ports


class PlcThread:
    """A PLC in a thread of its own, with its controller at hand for faults."""

    def __init__(self) -> None:
        self.endpoint = f"opc.tcp://127.0.0.1:{free_ports()}/"
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


def with_address(site: SiteDocument) -> list[Signal]:
    return [signal for signal in site.signals if signal.address is not None]


def collect(endpoint: str, intake: Intake, signals: Sequence[Signal], seconds: float) -> None:
    end = time.monotonic() + seconds

    def tick() -> None:
        intake.advance(now=time.time())
        intake.commit(now=time.time())

    asyncio.run(
        run_session(
            SessionOptions(endpoint, silence=1.0),
            signals,
            lambda sample: intake.offer(sample, now=time.time()),
            tick,
            stopped=lambda: time.monotonic() > end,
            tick_seconds=0.05,
        )
    )


def test_every_signal_of_the_site_arrives_with_rising_source_times(
    plc: PlcThread, intake: Intake, site: SiteDocument
) -> None:
    collect(plc.endpoint, intake, with_address(site), 2.0)
    rows = [row.sample for row in intake.spool.peek(10_000, now=time.time())]
    assert {sample.alias for sample in rows} == {s.alias for s in with_address(site)}
    for alias in {sample.alias for sample in rows}:
        times = [sample.time_nanoseconds for sample in rows if sample.alias == alias]
        assert times == sorted(set(times))
    assert intake.spool.side_lanes.dead_letters(9) == []


def test_failed_sensor_arrives_at_once_as_bad_without_a_value(
    plc: PlcThread, intake: Intake, site: SiteDocument
) -> None:
    plc.controller.set_fault("sensor_bad_quality", "T-101.level", 1.0)
    collect(plc.endpoint, intake, with_address(site), 1.0)
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
        collect(plc.endpoint, intake, [stray], 1.0)


def test_addresses_that_the_plc_lacks_do_not_stop_the_others(
    plc: PlcThread, intake: Intake, site: SiteDocument
) -> None:
    known = with_address(site)[0]
    twin = dataclasses.replace(known, alias="/demo/same/address")
    strays = [
        dataclasses.replace(known, alias="/demo/x", address="ns=2;s=X-9.nothing"),
        dataclasses.replace(known, alias="/demo/y", address="no address at all"),
    ]
    signals = {signal.alias: signal for signal in (strays[0], known, strays[1], twin)}
    both = Intake(signals, DeadBand(KeepPolicy(0.2)), intake.spool)
    collect(plc.endpoint, both, list(signals.values()), 1.0)
    found = {row.sample.alias for row in intake.spool.peek(10_000, now=time.time())}
    assert found == {known.alias, twin.alias}


def test_lost_plc_is_noticed(intake: Intake, site: SiteDocument) -> None:
    mortal = PlcThread()
    mortal.start()
    threading.Timer(1.0, mortal.stop).start()
    with pytest.raises((PlcLost, OSError)):
        collect(mortal.endpoint, intake, with_address(site), 15.0)
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


def test_set_point_that_the_plc_does_not_have_is_refused_in_both_directions(plc: PlcThread) -> None:
    with pytest.raises(PlcRefused):
        OpcUaPlc(plc.endpoint).read("ns=2;s=P-101.nothing")
    with pytest.raises(PlcRefused):
        OpcUaPlc(plc.endpoint).write("ns=2;s=P-101.nothing", 1.0)


class CuttingProxy:
    """Passes a connection on to the PLC, and cuts it once a write request is through."""

    WRITE_REQUEST = bytes.fromhex("0100a102")

    def __init__(self, endpoint: str) -> None:
        self._target = int(endpoint.rsplit(":", 1)[1].strip("/"))
        self._server = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"opc.tcp://127.0.0.1:{self._server.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        near, _ = self._server.accept()
        with near, socket.create_connection(("127.0.0.1", self._target)) as far:
            threading.Thread(target=self._answers, args=(far, near), daemon=True).start()
            while data := near.recv(65_536):
                far.sendall(data)
                if self.WRITE_REQUEST in data:
                    near.shutdown(socket.SHUT_RDWR)
                    # The PLC gets its request before it sees that nobody waits for the answer.
                    time.sleep(0.5)
                    return

    def _answers(self, far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := far.recv(65_536):
                near.sendall(data)


def test_write_whose_answer_is_lost_is_in_doubt_and_the_plc_may_hold_it(plc: PlcThread) -> None:
    address = "ns=2;s=P-101.set_speed"
    OpcUaPlc(plc.endpoint).write(address, 1000.0)
    proxy = CuttingProxy(plc.endpoint)
    with pytest.raises(WriteInDoubt):
        OpcUaPlc(proxy.endpoint).write(address, 1100.0)
    proxy.close()
    assert OpcUaPlc(plc.endpoint).read(address) == 1100.0


def test_plc_that_goes_away_before_the_write_leaves_no_doubt(plc: PlcThread) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        endpoint = f"opc.tcp://127.0.0.1:{deaf.getsockname()[1]}/"
        with pytest.raises(PlcUnavailable):
            OpcUaPlc(endpoint).write("ns=2;s=P-101.set_speed", 1000.0)
