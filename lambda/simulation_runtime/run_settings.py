"""The table of runs, as a function's environment names it."""

from __future__ import annotations

from simulation_runtime.run_table import RunTable
from twin_runtime import clients
from twin_runtime.settings import setting


def run_table() -> RunTable:
    """Return the table of runs, and of what ended when."""
    return RunTable(clients.dynamodb(), setting("RUN_TABLE"), setting("RESULT_TABLE"))
