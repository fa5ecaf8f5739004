"""`python -m edge_collector --site site.json --spool spool.sqlite`: run until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Event

from asyncua.ua.uaerrors import UaError

from edge_collector.dead_band import DeadBand, KeepPolicy
from edge_collector.intake import Intake
from edge_collector.session import SessionOptions, run_session
from edge_runtime.backoff import Backoff
from edge_runtime.process import component_logger, stop_event
from edge_runtime.spool import Spool
from twin.site_document import SiteDocument

logger = component_logger("edge_collector")

RECONNECT = Backoff(first_seconds=0.5, longest_seconds=15.0)
STEADY_SECONDS = 30.0
"""A session that lived so long was a good one: the next back-off starts small again."""

REPORT_SECONDS = 60.0


class Tick:
    """What happens again and again: samples go to the spool, counters to the log."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._next_report = time.monotonic() + REPORT_SECONDS
        self._level = logging.INFO

    def alive(self) -> None:
        """Do the work of one tick while the PLC is there."""
        self._intake.advance(now=time.time())
        self.commit()

    def commit(self) -> None:
        """Write what was taken; a full disk must not end the collection."""
        try:
            self._intake.commit(now=time.time())
        except sqlite3.OperationalError as error:
            self._report(logging.ERROR, f"the spool cannot be written: {error}")
        else:
            self._report(logging.INFO, "intake")

    def _report(self, level: int, message: str) -> None:
        """Log the counters: once a minute, and at once where things turn bad or good again."""
        if level == self._level and time.monotonic() < self._next_report:
            return
        self._level, self._next_report = level, time.monotonic() + REPORT_SECONDS
        logger.log(level, "%s", message, extra={"fields": vars(self._intake.counts)})


async def collect(intake: Intake, options: SessionOptions, stop: Event, commit: float) -> None:
    """Hold a session with the PLC until told to stop; a lost one is replaced after a back-off."""
    signals = [signal for signal in intake.signals.values() if signal.address is not None]
    randomness, attempt, tick = random.Random(), 0, Tick(intake)
    while not stop.is_set():
        started, delay = time.monotonic(), 0.0
        try:
            await run_session(
                options, signals, lambda sample: intake.offer(sample, now=time.time()), tick.alive,
                stopped=stop.is_set, tick_seconds=commit,
            )  # fmt: skip
        except (OSError, TimeoutError, UaError) as error:
            attempt = 0 if time.monotonic() - started > STEADY_SECONDS else attempt
            delay = RECONNECT.delay(attempt, randomness)
            attempt += 1
            logger.warning("PLC not usable, trying again in %.1f s: %r", delay, error)
        intake.disconnect()
        tick.commit()
        await _sleep(delay, stop)


async def _sleep(seconds: float, stop: Event) -> None:
    deadline = time.monotonic() + seconds
    while not stop.is_set() and time.monotonic() < deadline:
        await asyncio.sleep(0.1)


def main() -> int:
    """Read the options, collect until told to stop, and return the exit code."""
    parser = argparse.ArgumentParser(prog="edge_collector")
    parser.add_argument("--site", type=Path, required=True, help="the compiled site document")
    parser.add_argument("--spool", type=Path, required=True, help="the spool file")
    parser.add_argument("--scan", type=float, default=0.1, help="OPC UA sampling interval, s")
    parser.add_argument("--commit", type=float, default=0.05, help="spool commit interval, s")
    parser.add_argument(
        "--minimum-interval", type=float, default=1.0, help="between two samples of a signal, s"
    )
    arguments = parser.parse_args()
    site = SiteDocument.from_file(arguments.site)
    policy = KeepPolicy(minimum_interval_seconds=arguments.minimum_interval)
    options = SessionOptions(site.plc_endpoint, arguments.scan, arguments.scan)
    with closing(Spool(arguments.spool)) as spool:
        intake = Intake(site.signal_by_alias, DeadBand(policy), spool)
        asyncio.run(collect(intake, options, stop_event(), arguments.commit))
    return 0


if __name__ == "__main__":
    sys.exit(main())
