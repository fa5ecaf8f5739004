"""Starts embedded AWSs as forks of one process that has imported everything: for many kills.

Reads one JSON list of arguments of `python -m twin_local.server` a line; answers with a process id.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import signal
import sys
from importlib import import_module

SERVICES = {
    "batch": "batch",
    "dynamodb": "dynamodb",
    "events": "events",
    "iot-data": "iotdata",
    "iotsitewise": "iotsitewise",
    "s3": "s3",
    "sagemaker": "sagemaker",
    "sqs": "sqs",
    "stepfunctions": "stepfunctions",
}
"""What is loaded before the forks, by botocore's and by moto's name."""


def load() -> None:
    """Import what a server would import as it starts and at its first requests."""
    from moto.core.utils import get_service_model
    from moto.moto_server.werkzeug_app import create_backend_app

    from twin_local import engine, execution, moto_extension, server, services

    for package in (engine, execution, server, services):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                import_module(found.name)
    moto_extension.install()
    for service, module in SERVICES.items():
        get_service_model(service)
        create_backend_app(module)  # type: ignore[arg-type]
    gc.freeze()  # no fork shall look through what all of them have


def main() -> None:
    """Fork for every line until the input ends."""
    from twin_local.server import __main__ as server

    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
    while line := sys.stdin.readline():
        process = os.fork()
        if process == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.argv[1:] = json.loads(line)
            os._exit(server.main())
        print(process, flush=True)


if __name__ == "__main__":
    main()
