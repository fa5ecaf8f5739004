"""`python -m edge_commander --site site.json --journal journal.sqlite`: run until SIGTERM."""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from edge_commander.commander import Commander
from edge_commander.https_shadow import HttpsShadow
from edge_commander.journal import Journal
from edge_commander.opcua_plc import OpcUaPlc
from edge_commander.ports import ShadowUnavailable
from edge_runtime.backoff import Backoff
from edge_runtime.clients import shadow_client
from edge_runtime.process import component_logger, stop_event
from twin.site_document import SiteDocument

logger = component_logger("edge_commander")

BACKOFF = Backoff(first_seconds=0.5, longest_seconds=15.0)


def main() -> int:
    """Read the options, answer commands until told to stop, and return the exit code."""
    parser = argparse.ArgumentParser(prog="edge_commander")
    parser.add_argument("--site", type=Path, required=True, help="the compiled site document")
    parser.add_argument("--journal", type=Path, required=True, help="the journal file")
    parser.add_argument("--poll", type=float, default=0.5, help="seconds between looks")
    arguments = parser.parse_args()
    site = SiteDocument.from_file(arguments.site)
    stop, journal, randomness = stop_event(), Journal(arguments.journal), random.Random()
    shadow = HttpsShadow(shadow_client(), site.thing_name)
    commander = Commander(site.command_by_id, shadow, OpcUaPlc(site.plc_endpoint), journal)
    logger.info("answering %d commands for %s", len(site.commands), site.thing_name)
    failures, pause = 0, 0.0
    while not stop.wait(pause):
        try:
            commander.run_once(now=time.time())
            failures, pause = 0, arguments.poll
        except ShadowUnavailable as error:
            pause = BACKOFF.delay(failures, randomness)
            failures += 1
            logger.warning("shadow not reachable, trying again in %.1f s: %s", pause, error)
    journal.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
