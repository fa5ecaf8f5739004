"""`twin down`: stop the local twin."""

from __future__ import annotations

import time

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
        _stop(psutil.Process(status.supervisor))
    left = sweep(state)
    remove_status(state)
    was_running = left or (status is not None and status.running)
    click.echo("stopped" if was_running or status is not None else "no twin runs here")


def _stop(supervisor: psutil.Process) -> None:
    """Ask the process to end, and make it end when it does not."""
    supervisor.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    while _runs(supervisor):
        if time.monotonic() > deadline:
            supervisor.kill()
            return
        time.sleep(0.1)


def _runs(process: psutil.Process) -> bool:
    """Say whether a process still runs: one that only its parent has not noticed has ended."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
