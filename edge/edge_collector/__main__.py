"""`python -m edge_collector --site site.json --spool spool.sqlite`: run until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from pathlib import Path
from threading import Event

from asyncua.ua.uaerrors import UaError

from edge_collector.dead_band import DeadBand, KeepPolicy
from edge_collector.intake import Intake
from edge_collector.session import SessionOptions, UnknownAddresses, run_session
from edge_runtime.backoff import Backoff
from edge_runtime.process import component_logger, stop_event
from edge_runtime.spool import Spool
from twin.site_document import SiteDocument
from twin.telemetry.sample import Sample

logger = component_logger("edge_collector")

RECONNECT = Backoff(first_seconds=0.5, longest_seconds=15.0)
REPORT_SECONDS = 60.0


async def collect(intake: Intake, options: SessionOptions, stop: Event, commit: float) -> None:
    """Hold a session with the PLC until told to stop; a lost one is replaced after a back-off."""
    by_address = {s.address: s for s in intake.signals.values() if s.address is not None}
    randomness, attempt = random.Random(), 0
    next_report = time.monotonic() + REPORT_SECONDS

    def offer(sample: Sample) -> None:
        nonlocal attempt
        attempt = 0
        intake.offer(sample, now=time.time())

    def tick() -> None:
        nonlocal next_report
        intake.commit(now=time.time())
        if time.monotonic() >= next_report:
            next_report += REPORT_SECONDS
            logger.info("intake", extra={"fields": vars(intake.counts)})

    while not stop.is_set():
        try:
            await run_session(
                options, by_address, offer, tick, stopped=stop.is_set, tick_seconds=commit
            )
        except (OSError, TimeoutError, UaError) as error:
            delay = RECONNECT.delay(attempt, randomness)
            attempt += 1
            logger.warning("PLC not reachable, trying again in %.1f s: %r", delay, error)
            intake.dead_band.reset()
            await _sleep(delay, stop)
    intake.commit(now=time.time())


async def _sleep(seconds: float, stop: Event) -> None:
    deadline = time.monotonic() + seconds
    while not stop.is_set() and time.monotonic() < deadline:
        await asyncio.sleep(0.1)


def main() -> int:
    """Read the options, collect, and return the exit code."""
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
    spool = Spool(arguments.spool)
    policy = KeepPolicy(minimum_interval_seconds=arguments.minimum_interval)
    intake = Intake(site.signal_by_alias, DeadBand(policy), spool)
    options = SessionOptions(site.plc_endpoint, arguments.scan, arguments.scan)
    try:
        asyncio.run(collect(intake, options, stop_event(), arguments.commit))
    except UnknownAddresses as error:
        logger.error("%s", error)
        return 2
    finally:
        spool.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
