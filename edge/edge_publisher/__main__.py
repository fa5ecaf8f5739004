"""`python -m edge_publisher --site site.json --spool spool.sqlite`: run until SIGTERM."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from edge_publisher.publisher import Publisher
from edge_publisher.sink import SinkUnavailable, SiteWiseSink
from edge_runtime.clients import shadow_client, sitewise_client
from edge_runtime.process import component_logger, stop_event
from edge_runtime.spool import Spool, SpoolCounts
from twin.site_document import SiteDocument

if TYPE_CHECKING:
    from mypy_boto3_iot_data import IoTDataPlaneClient

logger = component_logger("edge_publisher")

METRICS_SHADOW = "spool"


def report(counts: SpoolCounts, client: IoTDataPlaneClient, thing: str) -> None:
    """Publish the counters as a log line and in the shadow `spool` of the thing."""
    fields = {**asdict(counts), "balanced": counts.is_balanced, "time": time.time()}
    logger.info("spool", extra={"fields": fields})
    document = json.dumps({"state": {"reported": fields}}).encode()
    try:
        client.update_thing_shadow(thingName=thing, shadowName=METRICS_SHADOW, payload=document)
    except (BotoCoreError, ClientError) as error:
        logger.warning("the counters could not be published: %s", error)


def main() -> int:
    """Read the options, publish until told to stop, and return the exit code."""
    parser = argparse.ArgumentParser(prog="edge_publisher")
    parser.add_argument("--site", type=Path, required=True, help="the compiled site document")
    parser.add_argument("--spool", type=Path, required=True, help="the spool file")
    parser.add_argument("--flush", type=float, default=0.2, help="least seconds between rounds")
    parser.add_argument("--report", type=float, default=60.0, help="seconds between reports")
    arguments = parser.parse_args()
    site = SiteDocument.from_file(arguments.site)
    spool, stop, shadow = Spool(arguments.spool), stop_event(), shadow_client()
    types = {signal.alias: signal.data_type for signal in site.signals}
    publisher = Publisher(spool, SiteWiseSink(sitewise_client(), types))
    next_report = time.monotonic()
    pause: float = 0.0
    while not stop.wait(pause):
        started = time.monotonic()
        try:
            publisher.run_round(now=time.time())
            pause = max(0.0, arguments.flush - (time.monotonic() - started))
        except SinkUnavailable as error:
            pause = publisher.pause_after_failure()
            logger.warning("store not reachable, trying again in %.1f s: %s", pause, error)
        if time.monotonic() >= next_report:
            next_report = time.monotonic() + arguments.report
            publisher.enforce_limit()
            report(spool.counts(), shadow, site.thing_name)
    spool.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
