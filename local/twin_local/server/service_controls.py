"""Controls of the services: faults for tests of their callers, SiteWise's states and quotas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import cast

from twin_local.server.application import ControlError
from twin_local.services.iotsitewise import quotas
from twin_local.services.model_driven.faults import FAULTS, BadFault, Effect, Fault
from twin_local.services.settings import SETTINGS

SWITCH = {"on": True, "off": False}


def faults() -> dict[str, object]:
    """Return the faults that are in force, the oldest first."""
    return {"faults": [asdict(one) for one in FAULTS.all()]}


def add_fault(
    service: str = "",
    operation: str = "*",
    effect: str = "error",
    code: str = "ThrottlingException",
    seconds: str = "0",
    times: str = "",
) -> dict[str, object]:
    """Put a fault into a service: always, or a number of times.

    Raises:
        ControlError: there is no such service, operation, effect or error, or a bad number.
    """
    try:
        fault = Fault(
            service,
            operation,
            cast(Effect, effect),
            code=code,
            seconds=float(seconds),
            times=int(times) if times else None,
        )
        FAULTS.add(fault)
    except (BadFault, ValueError) as error:
        raise ControlError(str(error)) from error
    return faults()


def clear_faults() -> dict[str, object]:
    """Take all faults out."""
    FAULTS.clear()
    return faults()


def limits(transition_seconds: str = "", throttles: str = "", **counts: str) -> dict[str, object]:
    """Set what is given of SiteWise's limits until the process ends; return all that is in force.

    Raises:
        ControlError: there is no such quota, or a bad number.
    """
    if unknown := sorted(counts.keys() - quotas.NAMES):
        raise ControlError(f"no quota {', '.join(unknown)}")
    if throttles and throttles not in SWITCH:
        raise ControlError("throttles is on or off")
    try:
        seconds = float(transition_seconds or SETTINGS.transition_seconds)
        given = {name: int(count) for name, count in counts.items()}
    except ValueError as error:
        raise ControlError(str(error)) from error
    SETTINGS.transition_seconds = seconds
    SETTINGS.throttles = SWITCH.get(throttles, SETTINGS.throttles)
    SETTINGS.quotas = {**SETTINGS.quotas, **given}
    return {
        "transition_seconds": seconds,
        "throttles": SETTINGS.throttles,
        "dated": quotas.DATED,
        **asdict(quotas.quotas()),
    }


CONTROLS: dict[str, Callable[..., object]] = {
    "faults": faults,
    "fault-add": add_fault,
    "faults-clear": clear_faults,
    "sitewise-limits": limits,
}
