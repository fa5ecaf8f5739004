"""`python -m edge_publisher --site site.json --spool spool.sqlite`: run until SIGTERM.

`counts`, `export` and `replay` as the first word are for people: see `edge_publisher.operate`.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from edge_publisher.bulk_upload import BulkUpload
from edge_publisher.operate import COMMANDS, operate
from edge_publisher.policy import policy_for
from edge_publisher.publisher import Publisher
from edge_publisher.sink import SinkUnavailable, SiteWiseSink
from edge_runtime.clients import s3_client, shadow_client, sitewise_client
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


def publish(
    publisher: Publisher,
    upload: BulkUpload | None,
    thing: str,
    stop: Event,
    *,
    flush: float,
    every: float,
) -> None:
    """Publish rounds until told to stop; upload late values and report now and then."""
    shadow, next_report, pause = shadow_client(), time.monotonic(), 0.0
    while not stop.wait(pause):
        pause = publish_round(publisher, flush)
        if time.monotonic() >= next_report and not stop.is_set():
            next_report = time.monotonic() + every
            sweep_and_report(publisher, upload, shadow, thing)


def publish_round(publisher: Publisher, flush: float) -> float:
    """Publish one round; return the seconds to wait before the next: none while more waits."""
    started = time.monotonic()
    try:
        dealt_with = publisher.run_round(now=time.time())
    except (SinkUnavailable, sqlite3.OperationalError) as error:
        pause = publisher.pause_after_failure()
        what = "store" if isinstance(error, SinkUnavailable) else "spool"
        logger.warning("%s not usable, trying again in %.1f s: %s", what, pause, error)
        return pause
    if dealt_with >= publisher.policy.values_per_round:
        return 0.0
    return max(0.0, flush - (time.monotonic() - started))


def sweep_and_report(
    publisher: Publisher, upload: BulkUpload | None, shadow: IoTDataPlaneClient, thing: str
) -> None:
    """Keep the spool tidy, also while the store is away, and say how it is."""
    try:
        publisher.sweep(now=time.time())
        if upload is not None:
            upload.run()
        counts = publisher.spool.counts()
    except sqlite3.OperationalError as error:
        logger.error("spool not usable: %s", error)
        return
    report(counts, shadow, thing)


def run(words: Sequence[str]) -> int:
    """Read the options, publish until told to stop, and return the exit code."""
    parser = argparse.ArgumentParser(prog="edge_publisher")
    parser.add_argument("--site", type=Path, required=True, help="the compiled site document")
    parser.add_argument("--spool", type=Path, required=True, help="the spool file")
    parser.add_argument("--flush", type=float, default=0.2, help="least seconds between rounds")
    parser.add_argument("--report", type=float, default=60.0, help="seconds between reports")
    parser.add_argument("--import-bucket", default="", help="where late values go, if anywhere")
    arguments = parser.parse_args(words)
    site, stop = SiteDocument.from_file(arguments.site), stop_event()
    types = {signal.alias: signal.data_type for signal in site.signals}
    with closing(Spool(arguments.spool)) as spool:
        sink = SiteWiseSink(sitewise_client(), types)
        policy = policy_for(len(types))
        publisher = Publisher(spool, sink, policy, stopped=stop.is_set)
        upload = (
            BulkUpload(spool, types, s3_client(), arguments.import_bucket, arguments.spool.parent)
            if arguments.import_bucket
            else None
        )
        publish(
            publisher, upload, site.thing_name, stop,
            flush=arguments.flush, every=arguments.report,
        )  # fmt: skip
    return 0


def main() -> int:
    """Publish, or do what a person asks for."""
    words = sys.argv[1:]
    return operate(words) if words[:1] and words[0] in COMMANDS else run(words)


if __name__ == "__main__":
    sys.exit(main())
