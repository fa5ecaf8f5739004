"""Values of an FMU's variables through buffers that are made once.

FMI gets and sets variables of one C type per call. A group of variables keeps its references and
values in arrays; calls take their addresses as numbers, which costs half of what FMPy's own
functions do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from model_runtime.experiment import Floats
from model_runtime.fmi.description import FmuDescription
from model_runtime.fmi.library import FmuLibrary
from twin.simulation.model_errors import LibraryMissing, StepRefused, VariableUnknown

WARNING = 1
TYPES2 = {"Real": "f8", "Integer": "i4", "Enumeration": "i4", "Boolean": "i4"}
NAMES2 = {"Enumeration": "Integer"}
TYPES3 = {
    "Float64": "f8",
    "Float32": "f4",
    "Int8": "i1",
    "UInt8": "u1",
    "Int16": "i2",
    "UInt16": "u2",
    "Int32": "i4",
    "UInt32": "u4",
    "Int64": "i8",
    "UInt64": "u8",
    "Enumeration": "i8",
    "Boolean": "?",
}
NAMES3 = {"Enumeration": "Int64"}
Call = Callable[[int], int]


class Group:
    """Variables of one type; `places` are their positions among those that are asked for."""

    def __init__(
        self, described: FmuDescription, library: FmuLibrary, variables: Sequence[Any], type_: str
    ) -> None:
        fmi3 = described.is_fmi3
        self.names = [item.name for item in variables]
        self.references = np.array([item.valueReference for item in variables], dtype=np.uint32)
        self.values = np.zeros(len(variables), dtype=(TYPES3 if fmi3 else TYPES2)[type_])
        suffix = (NAMES3 if fmi3 else NAMES2).get(type_, type_)
        self.is_real = self.values.dtype == np.float64
        prefix = "fmi3" if fmi3 else "fmi2"
        self._library = library
        self._getter = _bound(library, f"{prefix}Get{suffix}", self.references, counted=fmi3)
        self._setter = _bound(library, f"{prefix}Set{suffix}", self.references, counted=fmi3)

    def get_into(self, address: int) -> int:
        """Write the values to an address and return the status."""
        return self._getter(address)

    def set_from(self, address: int) -> int:
        """Take the values from an address and return the status."""
        return self._setter(address)

    def get(self) -> np.ndarray[Any, Any]:
        """Return the values, which the next call overwrites.

        Raises:
            StepRefused: the FMU does not give them.
        """
        self._check(self._getter(self.values.ctypes.data), "get")
        return self.values

    def set(self, values: Iterable[float]) -> None:
        """Set the values.

        Raises:
            VariableUnknown: the FMU does not take them.
        """
        self.values[:] = np.asarray(list(values)).astype(self.values.dtype)
        if self._setter(self.values.ctypes.data) > WARNING:
            raise VariableUnknown(
                "the FMU does not take a value now",
                found=self._library.said or ", ".join(self.names),
                where=", ".join(self.names),
            )

    def _check(self, status: int, what: str) -> None:
        if status > WARNING:
            raise StepRefused(
                f"the FMU does not {what} {', '.join(self.names)}",
                found=self._library.said or f"status {status}",
            )


def groups_of(
    described: FmuDescription, library: FmuLibrary, names: Iterable[str]
) -> tuple[Group, ...]:
    """Return groups for some variables, which exist."""
    scalars = described.scalars
    by_type: dict[str, list[Any]] = {}
    for name in names:
        by_type.setdefault(scalars[name].type, []).append(scalars[name])
    return tuple(
        Group(described, library, variables, type_) for type_, variables in by_type.items()
    )


class Reading:
    """Reads variables of any types in the order of their names."""

    def __init__(self, groups: tuple[Group, ...], names: Sequence[str]) -> None:
        self.groups = groups
        self._places = [[names.index(name) for name in group.names] for group in groups]
        self._count = len(names)

    @property
    def only_group(self) -> Group | None:
        """Return the group where there is one only, of doubles: a row can be read in place."""
        return self.groups[0] if len(self.groups) == 1 and self.groups[0].is_real else None

    def read(self) -> Floats:
        """Return the values.

        Raises:
            StepRefused: the FMU does not give them.
        """
        row = np.empty(self._count)
        for group, places in zip(self.groups, self._places, strict=True):
            row[places] = group.get()
        return row


def write(groups: Iterable[Group], values: Mapping[str, float]) -> None:
    """Set the values of groups by name.

    Raises:
        VariableUnknown: the FMU does not take one.
    """
    for group in groups:
        group.set(values[name] for name in group.names)


def _bound(
    library: FmuLibrary, function: str, references: np.ndarray[Any, Any], *, counted: bool
) -> Call:
    arguments = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
    if counted:
        arguments.append(ctypes.c_size_t)
    try:
        call = ctypes.CFUNCTYPE(ctypes.c_int, *arguments)((function, library.instance.dll))
    except AttributeError as error:
        raise LibraryMissing("the FMU lacks a function", found=f"no {function}") from error
    address, count = references.ctypes.data, len(references)
    instance = library.instance
    if counted:
        return lambda values: call(instance.component, address, count, values, count)
    return lambda values: call(instance.component, address, count, values)
