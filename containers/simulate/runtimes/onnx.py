"""ONNX graphs with onnxruntime (MIT): each step is one inference from inputs to outputs.

Every element of an input tensor of shape (batch, n) or (n,) is one variable: `name` where there is
one element, else `name[i]`. A graph has no state of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as runtime_state

from model_runtime.experiment import Experiment, Floats, ModelDescription
from model_runtime.runtime import ModelRuntime, Row, check_known
from twin.simulation.errors import ModelBroken
from twin.simulation.manifest import Capabilities
from twin.simulation.model_errors import DescriptionInvalid, StepRefused
from twin.simulation.variables import Causality, ModelVariable

TYPES = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
}
MOST_ELEMENTS = 100_000

GRAPH_ERRORS = (
    runtime_state.EPFail,
    runtime_state.Fail,
    runtime_state.InvalidArgument,
    runtime_state.InvalidGraph,
    runtime_state.InvalidProtobuf,
    runtime_state.NoSuchFile,
    runtime_state.NotFound,
    runtime_state.NotImplemented,
    runtime_state.RuntimeException,
    RuntimeError,
    ValueError,
)
"""What onnxruntime raises of a graph; its own errors have no class in common but `Exception`."""


@dataclass(frozen=True)
class Tensor:
    """One tensor of the graph and the variables that are its elements."""

    name: str
    data_type: type[np.generic]
    shape: tuple[int, ...]
    has_batch: bool
    variables: tuple[str, ...]


def open_model(file: Path, folder: Path) -> OnnxRuntime:
    """Load a graph; data beside the file are not read.

    Raises:
        DescriptionInvalid: it cannot be loaded, or has tensors that are no numbers.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            file.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except GRAPH_ERRORS as error:
        raise DescriptionInvalid("the graph cannot be loaded", found=str(error)[:500]) from error
    return OnnxRuntime(session)


class OnnxRuntime(ModelRuntime):
    """A graph whose outputs follow from its inputs alone."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._inputs = tuple(_tensor(item) for item in session.get_inputs())
        self._outputs = tuple(_tensor(item) for item in session.get_outputs())
        self._values: dict[str, float] = {}
        tool = session.get_modelmeta().producer_name or ""
        self._description = ModelDescription(
            variables=(*_variables(self._inputs, "input"), *_variables(self._outputs, "output")),
            step_seconds=1.0,
            standard="ONNX",
            tool=tool,
            capabilities=Capabilities(
                can_save_state=True, can_batch=all(item.has_batch for item in self._inputs)
            ),
        )
        self._input_names = [name for item in self._inputs for name in item.variables]

    def describe(self) -> ModelDescription:
        """Return what the graph says."""
        return self._description

    def reset(self, start_values: Row) -> None:
        """Set all inputs, 0 where there is no value."""
        check_known(start_values, self._input_names)
        self._values = dict.fromkeys(self._input_names, 0.0) | dict(start_values)
        self.step(0.0)

    def set_inputs(self, inputs: Row) -> None:
        """Set inputs."""
        check_known(inputs, self._input_names, "inputs")
        self._values.update(inputs)

    def step(self, step_seconds: float) -> None:
        """Infer.

        Raises:
            StepRefused: the graph does not take the inputs.
        """
        table = np.array([[self._values[name] for name in self._input_names]])
        names = self._description.output_names
        self._values.update(zip(names, self._infer(table)[0].tolist(), strict=True))

    def read(self, names: Sequence[str]) -> Floats:
        """Return present values."""
        check_known(names, self._values)
        return np.array([self._values[name] for name in names])

    def save_state(self) -> object:
        """Return the values: there is no other state."""
        return dict(self._values)

    def load_state(self, state: object) -> None:
        """Go on from saved values."""
        assert isinstance(state, dict)
        self._values = dict(state)

    def batch(self, rows: Iterable[Row], experiment: Experiment) -> list[Floats | ModelBroken]:
        """Infer all rows at once where the graph has a batch dimension."""
        if not self._description.capabilities.can_batch or experiment.inputs:
            return super().batch(rows, experiment)
        known = list(rows)
        for row in known:
            check_known(row, self._input_names)
        table = np.array([[row.get(name, 0.0) for name in self._input_names] for row in known])
        places = [self._place(name) for name in experiment.outputs]
        found = np.concatenate([table, self._infer(table)], axis=1)[:, places]
        return [self._checked(one, experiment) for one in found]

    def _place(self, name: str) -> int:
        names = [*self._input_names, *self._description.output_names]
        check_known([name], names)
        return names.index(name)

    def _infer(self, table: Floats) -> Floats:
        """Return all outputs of each row."""
        if len(table) > 1 and not self._description.capabilities.can_batch:
            return np.concatenate([self._infer(row[None]) for row in table])
        feeds, first = {}, 0
        for item in self._inputs:
            columns = table[:, first : first + len(item.variables)]
            first += len(item.variables)
            shape = (len(table), *item.shape) if item.has_batch else item.shape
            feeds[item.name] = columns.astype(item.data_type).reshape(shape)
        try:
            found = self._session.run([item.name for item in self._outputs], feeds)
        except GRAPH_ERRORS as error:
            raise StepRefused("the graph does not run", found=str(error)[:500]) from error
        flat = [np.asarray(one, dtype=float).reshape(len(table), -1) for one in found]
        return np.concatenate(flat, axis=1)


def _tensor(item: onnxruntime.NodeArg) -> Tensor:
    if item.type not in TYPES:
        raise DescriptionInvalid(
            f"{item.name} is not of numbers", found=item.type, expected=", ".join(TYPES)
        )
    dimensions = list(item.shape)
    has_batch = bool(dimensions) and not isinstance(dimensions[0], int)
    sizes = dimensions[1:] if has_batch else dimensions
    if any(not isinstance(size, int) for size in sizes):
        raise DescriptionInvalid(
            f"{item.name} has no fixed size", found=str(item.shape), expected="(batch, n) or (n,)"
        )
    count = int(np.prod(sizes, dtype=np.int64))
    if not 0 < count <= MOST_ELEMENTS:
        raise DescriptionInvalid(
            f"{item.name} has {count} elements", expected=f"1 to {MOST_ELEMENTS}"
        )
    names = [item.name] if count == 1 else [f"{item.name}[{index}]" for index in range(count)]
    return Tensor(item.name, TYPES[item.type], tuple(sizes), has_batch, tuple(names))


def _variables(tensors: Iterable[Tensor], causality: Causality) -> list[ModelVariable]:
    start = 0.0 if causality == "input" else None
    return [
        ModelVariable(name, causality, start=start) for item in tensors for name in item.variables
    ]
