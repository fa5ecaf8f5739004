"""`python -m twin_local.server`: one embedded AWS in the foreground."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from twin.errors import TwinError
from twin_local.server.context import ServerContext
from twin_local.server.process import Ports, run


def main() -> int:
    """Read the arguments and serve; 2 means that the state cannot be used."""
    parser = argparse.ArgumentParser(prog="twin_local.server", description=__doc__)
    parser.add_argument("--account", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--state-dir", type=Path, required=True)
    parser.add_argument("--build-dir", type=Path, required=True)
    parser.add_argument("--repository-root", type=Path, required=True)
    parser.add_argument("--port-base", type=int, default=8700)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    base = options.port_base
    context = ServerContext(
        endpoint_url=f"http://127.0.0.1:{base + 1}",
        realtime_url=f"ws://127.0.0.1:{base + 2}/event/realtime",
        state_dir=options.state_dir.resolve(),
        region=options.region,
        account=options.account,
        build_dir=options.build_dir.resolve(),
        repository_root=options.repository_root.resolve(),
        mqtt_port=base + 4,
        mqtt_websocket_port=base + 5,
        console_port=base,
    )
    try:
        run(context, Ports(console=base, endpoint=base + 1))
    except TwinError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
