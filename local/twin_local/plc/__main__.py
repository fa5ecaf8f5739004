"""`python -m twin_local.plc --site sites/demo.yaml`: the simulated PLC until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path

from twin.compile import compile_site
from twin.definition import load_site
from twin.errors import TwinError
from twin.site_document import SiteDocument
from twin_local.plc.addresses import check_addresses
from twin_local.plc.controller import Controller
from twin_local.plc.points import READABLE, SETPOINTS
from twin_local.plc.server import PlcServer


async def serve(site: SiteDocument) -> None:
    """Serve the station at the endpoint of the site until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await PlcServer(site.plc_endpoint, Controller()).run(stop.is_set)


def main() -> int:
    """Check the site's addresses, serve, and return the exit code."""
    parser = argparse.ArgumentParser(prog="twin_local.plc")
    parser.add_argument("--site", type=Path, required=True, help="a site file (YAML) or site.json")
    arguments = parser.parse_args()
    # The OPC UA library warns about missing certificates; this PLC has none on purpose.
    logging.basicConfig(level=logging.ERROR, format="%(message)s", stream=sys.stdout)
    logging.getLogger("twin_local.plc").setLevel(logging.INFO)
    try:
        site = _site(arguments.site)
        check_addresses(site, READABLE, frozenset(SETPOINTS))
    except TwinError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        asyncio.run(serve(site))
    except OSError as error:
        print(f"the PLC cannot listen at {site.plc_endpoint}: {error}", file=sys.stderr)
        return 3
    return 0


def _site(path: Path) -> SiteDocument:
    if path.suffix == ".json":
        return SiteDocument.from_file(path)
    return compile_site(load_site(path))


if __name__ == "__main__":
    sys.exit(main())
