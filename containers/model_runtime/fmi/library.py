"""The library of an FMU: loaded with the functions it has, and why it cannot be.

FMPy looks every function of the standard up when it loads a library, also those that an FMU says
it does not offer and many lack. Here one that is missing is an error only when it is called.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import fmpy
from fmpy import fmi2, fmi3

from model_runtime.fmi.description import FmuDescription
from twin.simulation.errors import ModelBroken
from twin.simulation.model_errors import LibraryMissing

MESSAGES = 5
"""The last messages of an FMU are told with its failure."""


class Symbols:
    """A loaded library in which a missing function is one that refuses to be called."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a function of any signature
        try:
            return getattr(self._library, name)
        except AttributeError:
            return _missing(name)


def _missing(name: str) -> Callable[..., object]:
    def refuse(*_: object) -> object:
        raise LibraryMissing("the FMU lacks a function", found=f"no {name}", expected=name)

    return refuse


class _WithTheFunctionsItHas:
    """Mixed in before a class of FMPy, whose names begin with the version."""

    dll: Any

    def _loadFunctions(self) -> None:
        library = self.dll
        self.dll = Symbols(library)
        super()._loadFunctions()  # type: ignore[misc]
        self.dll = library


class FMU2CoSimulation(_WithTheFunctionsItHas, fmi2.FMU2Slave):  # type: ignore[misc]
    """An FMU of FMI 2.0 that steps itself."""


class FMU2ModelExchange(_WithTheFunctionsItHas, fmi2.FMU2Model):  # type: ignore[misc]
    """An FMU of FMI 2.0 that a solver steps."""


class FMU3CoSimulation(_WithTheFunctionsItHas, fmi3.FMU3Slave):  # type: ignore[misc]
    """An FMU of FMI 3.0 that steps itself."""


class FMU3ModelExchange(_WithTheFunctionsItHas, fmi3.FMU3Model):  # type: ignore[misc]
    """An FMU of FMI 3.0 that a solver steps."""


CLASSES: dict[tuple[bool, str], type[Any]] = {
    (False, "CoSimulation"): FMU2CoSimulation,
    (False, "ModelExchange"): FMU2ModelExchange,
    (True, "CoSimulation"): FMU3CoSimulation,
    (True, "ModelExchange"): FMU3ModelExchange,
}


class FmuLibrary:
    """An instance of an FMU, and what it said last."""

    def __init__(self, described: FmuDescription) -> None:
        self._described = described
        self._said: deque[str] = deque(maxlen=MESSAGES)
        _check_loadable(described)
        kind = CLASSES[described.is_fmi3, described.interface]
        self.instance = kind(
            guid=described.raw.guid,
            modelIdentifier=described.capabilities.modelIdentifier,
            unzipDirectory=str(described.folder),
            instanceName="model",
        )
        self._instantiate()

    @property
    def said(self) -> str:
        """Return the last messages of the FMU."""
        return "; ".join(self._said)

    def restart(self) -> None:
        """Make a new instance, where `reset` does not do."""
        if self.instance.component:
            free = "fmi3FreeInstance" if self._described.is_fmi3 else "fmi2FreeInstance"
            getattr(self.instance, free)(self.instance.component)
            self.instance.component = None
        self._instantiate()

    def _instantiate(self) -> None:
        try:
            if self._described.is_fmi3:
                self.instance.instantiate(logMessage=self._hear3)
            else:
                self.instance.instantiate(callbacks=self._callbacks2())
        except ModelBroken:
            raise
        except Exception as error:  # FMPy raises the bare class where there is no instance
            raise ModelBroken(
                "the FMU cannot be instantiated", found=self.said or str(error)
            ) from error

    def _callbacks2(self) -> Any:  # noqa: ANN401 - FMPy's structure
        callbacks = fmi2.fmi2CallbackFunctions()
        callbacks.logger = fmi2.fmi2CallbackLoggerTYPE(self._hear2)
        callbacks.allocateMemory = fmi2.fmi2CallbackAllocateMemoryTYPE(fmpy.calloc)
        callbacks.freeMemory = fmi2.fmi2CallbackFreeMemoryTYPE(fmpy.free)
        try:
            # Messages have printf's placeholders, which only C can fill.
            from fmpy.logging import addLoggerProxy
        except OSError:
            return callbacks
        addLoggerProxy(ctypes.byref(callbacks))
        return callbacks

    def _hear2(self, _: Any, __: bytes, status: int, ___: bytes, message: bytes) -> None:  # noqa: ANN401
        self._hear(status, message)

    def _hear3(self, _: Any, status: int, __: bytes, message: bytes) -> None:  # noqa: ANN401
        self._hear(status, message)

    def _hear(self, status: int, message: bytes | None) -> None:
        if status and message:
            self._said.append(message.decode("utf-8", errors="replace").strip()[:500])


def _check_loadable(described: FmuDescription) -> None:
    name = fmpy.platform_tuple if described.is_fmi3 else fmpy.platform
    folder = (described.folder / "binaries" / name).resolve()
    file = folder / f"{described.capabilities.modelIdentifier}{fmpy.sharedLibraryExtension}"
    try:
        with chdir(folder):  # FMUs look for their other libraries beside this one
            ctypes.CDLL(str(file))
    except OSError as error:
        raise LibraryMissing(
            "the FMU's library cannot be loaded",
            found=str(error).replace(str(Path(folder)), f"binaries/{name}"),
            expected="a library whose own libraries are in the image or beside it",
        ) from error
