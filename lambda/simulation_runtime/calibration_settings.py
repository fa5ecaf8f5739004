"""Tables of the calibration loop, as a function's environment names them, and its event."""

from __future__ import annotations

from simulation_runtime.calibration_table import CalibrationTable
from simulation_runtime.registry_table import RegistryTable
from simulation_runtime.watch_table import WatchTable
from twin.recalibration.calibration import Calibration, CalibrationEnded
from twin_runtime import clients
from twin_runtime.events import put_event
from twin_runtime.settings import setting


def calibrations() -> CalibrationTable:
    """Return the table of calibrations."""
    return CalibrationTable(clients.dynamodb(), setting("CALIBRATION_TABLE"))


def watches() -> WatchTable:
    """Return what is remembered of predictions."""
    return WatchTable(clients.dynamodb(), setting("CALIBRATION_TABLE"))


def registry() -> RegistryTable:
    """Return the registry of models."""
    return RegistryTable(clients.dynamodb(), setting("REGISTRY_TABLE"))


def announce_calibration(calibration: Calibration) -> None:
    """Tell that a calibration has ended."""
    put_event(CalibrationEnded(calibration))
