"""`twin down`: stop the local twin."""

from __future__ import annotations

import time

import click
import psutil

from twin_local.cli.profile import require_local
from twin_local.supervisor.children import sweep
from twin_local.supervisor.layout import default_state, repository_root
from twin_local.supervisor.ownership import owner
from twin_local.supervisor.status import read_status, remove_status

STOP_SECONDS = 60


@click.command(help="Stop the twin on this machine; its state stays.")
def command() -> None:
    """Ask the supervisor to stop, and end whatever is left."""
    require_local()
    state = default_state(repository_root())
    status = read_status(state)
    supervisor = status.supervisor if status and status.running else owner(state)
    if supervisor:
        _stop(supervisor)
    left = sweep(state)
    remove_status(state)
    click.echo("stopped" if supervisor or left or status else "no twin runs here")


def _stop(process: int) -> None:
    """Ask the process to end, and make it end when it does not; it may have ended meanwhile."""
    try:
        supervisor = psutil.Process(process)
        supervisor.terminate()
    except psutil.NoSuchProcess:
        return
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
