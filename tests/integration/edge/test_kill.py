"""Nothing that the collector took is lost: both ends are killed again and again, the store is bad.

Acknowledged ⊆ stored ⊆ produced, no value differs, and the counters balance at the end.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_runtime.spool import Spool
from twin.site_document import Signal, SiteDocument

HERE = Path(__file__).parent
SIGNALS = 20
ROUNDS_SECONDS = 6.0
LONGEST_SECONDS = 60.0
LEAST_FAULTS = 5


def _load(name: str) -> type:
    import importlib.util

    spec = importlib.util.spec_from_file_location(name, HERE / "faulty_store.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    store: type = module.FaultyStore
    return store


FaultyStore = _load("faulty_store")


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    signals = tuple(
        Signal(
            f"/test/s{i}", "S", f"s{i}", f"s{i}", "measurement", "DOUBLE", "", None, None,
            f"ns=2;s=s{i}", 30.0, 0.0, None,
        )
        for i in range(SIGNALS)
    )  # fmt: skip
    site = SiteDocument(
        "test", "Test", "UTC", "test-edge", "opc.tcp://h:1", (), signals, (), (), (), ()
    )
    file = tmp_path / "site.json"
    file.write_text(site.to_json(), encoding="utf-8")
    return file


@pytest.fixture
def environment(repository_root: Path) -> Iterator[dict[str, str]]:
    yield {
        **os.environ,
        "PYTHONPATH": f"{repository_root / 'edge'}:{repository_root}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


class Victim:
    """A process that is killed and started again."""

    def __init__(self, command: list[str], environment: dict[str, str], output: Path) -> None:
        self._command = command
        self._environment = environment
        self._output = output
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *extra: str) -> None:
        with self._output.open("ab") as out:
            self._process = subprocess.Popen(
                [*self._command, *extra], env=self._environment, stdout=out, stderr=out
            )

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_no_acknowledged_sample_is_lost_whoever_dies(
    seed: int, tmp_path: Path, site_file: Path, environment: dict[str, str]
) -> None:
    store = FaultyStore(seed)
    server = threading.Thread(target=store.serve_forever, daemon=True)
    server.start()
    spool, chance = tmp_path / "spool.sqlite", random.Random(seed)
    producer = Victim(
        [sys.executable, str(HERE / "producer.py"), str(spool)], environment, tmp_path / "promised"
    )
    publisher = Victim(
        [
            *(sys.executable, "-m", "edge_publisher", "--site", str(site_file)),
            *("--spool", str(spool), "--flush", "0.05", "--report", "3600"),
        ],
        {**environment, "AWS_ENDPOINT_URL": store.url},
        tmp_path / "publisher.log",
    )
    kills, number, start = 0, 0, time.monotonic()
    while _goes_on(store, time.monotonic() - start):
        producer.start(str(number))
        publisher.start()
        time.sleep(chance.uniform(1.0, 1.8))
        for victim in chance.sample([producer, publisher], 2):
            victim.kill()
            kills += 1
        number += 1_000_000
    store.calm = True
    publisher.start()
    drained = _wait_drained(spool, seconds=60)
    publisher.kill()
    store.shutdown()
    store.server_close()
    promised = _promised(tmp_path / "promised")
    counts = drained.counts()
    drained.close()
    lost = promised - set(_stored(store))
    print(json.dumps({"kills": kills, "promised": len(promised), "stored": len(store.values),
                      "lost": len(lost), "conflicts": store.conflicts, "faults": store.faults,
                      "duplicates": store.duplicates}))  # fmt: skip
    assert len(promised) > 1_000
    assert store.faults >= LEAST_FAULTS
    assert lost == set()
    assert store.conflicts == 0
    assert counts.is_balanced
    assert (counts.pending, counts.dead_lettered) == (0, 0)
    # A sample may be committed in the instant before the producer could say so: at most one batch
    # per kill is stored without a promise.
    assert len(store.values) - len(promised) <= 100 * kills
    assert counts.stored == counts.accepted == len(store.values)


def _goes_on(store: object, seconds: float) -> bool:
    """Return whether to kill on: a busy machine takes longer to meet enough faults."""
    faults: int = store.faults  # type: ignore[attr-defined]
    enough = seconds >= ROUNDS_SECONDS and faults >= LEAST_FAULTS
    return not enough and seconds < LONGEST_SECONDS


def _wait_drained(path: Path, *, seconds: float) -> Spool:
    spool, deadline = Spool(path), time.monotonic() + seconds
    while spool.counts().pending and time.monotonic() < deadline:
        time.sleep(0.2)
    return spool


def _promised(file: Path) -> set[tuple[str, int, float]]:
    # The last line of a killed process may be cut in the middle: it promises nothing.
    complete = (line.split() for line in file.read_text().splitlines(keepends=True) if "\n" in line)
    return {(parts[0], int(parts[1]), float(parts[2])) for parts in complete if len(parts) == 3}


def _stored(store: object) -> Iterator[tuple[str, int, float]]:
    values: dict[tuple[str, int, str], float] = store.values  # type: ignore[attr-defined]
    for (alias, time_ns, _), value in values.items():
        yield alias, time_ns, value
