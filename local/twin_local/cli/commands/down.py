"""`twin down`: stop the local twin."""

from __future__ import annotations

import click
import psutil

from twin_local.supervisor.children import sweep
from twin_local.supervisor.layout import default_state, repository_root
from twin_local.supervisor.status import read_status, remove_status

STOP_SECONDS = 60


@click.command(help="Stop the twin on this machine; its state stays.")
def command() -> None:
    """Ask the supervisor to stop, and end whatever is left."""
    state = default_state(repository_root())
    status = read_status(state)
    if status is not None and status.running:
        supervisor = psutil.Process(status.supervisor)
        supervisor.terminate()
        psutil.wait_procs([supervisor], timeout=STOP_SECONDS)
    left = sweep(state)
    remove_status(state)
    was_running = left or (status is not None and status.running)
    click.echo("stopped" if was_running or status is not None else "no twin runs here")
