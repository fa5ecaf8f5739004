"""Faults that are put into a service on purpose, so that its callers can be tested.

A fault is for one operation of one service, or for all (`*`), and may apply a number of times:

- `error`: the operation is not done and answers with an error of the service;
- `cut-before`, `cut-after`: the connection ends before, or after, the operation is done;
- `delay`: the operation is done later by some seconds;
- `fail-later`: the operation is accepted, and what it began ends as FAILED;
- `entry-error`: the first entry of BatchPutAssetPropertyValue is refused with an error.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel
from moto.core.utils import get_service_model

Effect = Literal["error", "cut-before", "cut-after", "delay", "fail-later", "entry-error"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
ALL = "*"
OF_ENTRIES = ("iotsitewise", "BatchPutAssetPropertyValue")


class BadFault(ValueError):
    """The fault names what there is not."""


class ConnectionCut(ConnectionError):
    """The connection ends without an answer."""


@dataclass(frozen=True)
class Fault:
    """One fault; `times` None means always."""

    service: str
    operation: str
    effect: Effect
    code: str = "ThrottlingException"
    seconds: float = 0.0
    times: int | None = None

    @property
    def status(self) -> int:
        """Return the HTTP status that the service gives its error."""
        error = _model(self.service).shape_for(self.code).metadata.get("error", {})
        return int(error.get("httpStatusCode", 400))


class Faults:
    """The faults that are in force in this process."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._lock = threading.Lock()
        self._sleep = sleep
        self._faults: list[Fault] = []

    def all(self) -> tuple[Fault, ...]:
        """Return the faults, the oldest first."""
        with self._lock:
            return tuple(self._faults)

    def add(self, fault: Fault) -> None:
        """Put a fault in.

        Raises:
            BadFault: there is no such service, operation, effect or error.
        """
        _check(fault)
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Take all faults out."""
        with self._lock:
            self._faults = []

    def take(self, service: str, operation: str, *effects: Effect) -> Fault | None:
        """Return the first fault that applies, and count it."""
        with self._lock:
            for index, fault in enumerate(self._faults):
                is_meant = fault.service == service and fault.operation in (ALL, operation)
                if is_meant and fault.effect in effects:
                    self._count(index, fault)
                    return fault
        return None

    def before(self, service: str, operation: str) -> Fault | None:
        """Wait, or cut the connection, where a fault says so; return the error to answer with.

        Raises:
            ConnectionCut: the connection is to end.
        """
        if delay := self.take(service, operation, "delay"):
            self._sleep(delay.seconds)
        fault = self.take(service, operation, "error", "cut-before")
        if fault and fault.effect == "cut-before":
            raise ConnectionCut(f"{service}:{operation} is cut before it is done")
        return fault

    def after(self, service: str, operation: str) -> None:
        """Cut the connection where a fault says so.

        Raises:
            ConnectionCut: the connection is to end.
        """
        if self.take(service, operation, "cut-after"):
            raise ConnectionCut(f"{service}:{operation} is cut after it is done")

    def _count(self, index: int, fault: Fault) -> None:
        if fault.times is None:
            return
        left = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
        self._faults[index : index + 1] = left


def _check(fault: Fault) -> None:
    try:
        model = _model(fault.service)
    except UnknownServiceError as error:
        raise BadFault(f"there is no service {fault.service}") from error
    if fault.operation != ALL and fault.operation not in model.operation_names:
        raise BadFault(f"{fault.service} has no operation {fault.operation}")
    if fault.effect not in EFFECTS:
        raise BadFault(f"the effect is one of {', '.join(EFFECTS)}, not {fault.effect}")
    if fault.effect in ("error", "entry-error") and fault.code not in model.shape_names:
        raise BadFault(f"{fault.service} has no error {fault.code}")
    if fault.effect == "entry-error" and (fault.service, fault.operation) != OF_ENTRIES:
        raise BadFault(f"an entry-error is for {':'.join(OF_ENTRIES)}")
    if fault.seconds < 0 or (fault.times is not None and fault.times < 1):
        raise BadFault("seconds are not negative, and a fault applies at least once")


def _model(service: str) -> ServiceModel:
    model: ServiceModel = get_service_model(service)
    return model


FAULTS = Faults()
"""Those of this process, which serve all accounts and regions."""
