"""Tell everybody of a run's new state."""

from __future__ import annotations

from twin.simulation.run import Run, RunStateChanged
from twin_runtime.events import put_event


def announce(run: Run) -> None:
    """Put the run's event on the site's bus."""
    put_event(RunStateChanged(run))
