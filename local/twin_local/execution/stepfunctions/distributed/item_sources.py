"""From a Map state's input or reader to the inputs of its children."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.eval.environment import Environment

from twin_local.execution.stepfunctions.distributed.batches import (
    BatchError,
    BatchRules,
    ChildInput,
    batches,
    singles,
)
from twin_local.execution.stepfunctions.distributed.reader import read_items
from twin_local.execution.stepfunctions.distributed.settings import DistributedSettings
from twin_local.execution.stepfunctions.failures import map_failure
from twin_local.execution.stepfunctions.templates import evaluate


@dataclass(frozen=True)
class ItemSources:
    """What one entry into a Map state works on."""

    state: StateMap
    settings: DistributedSettings
    env: Environment

    def items(self) -> list[Any]:
        """Return the items of the state's input or of its reader.

        Raises:
            FailureEventException: they are not a list, or cannot be read.
        """
        if self.settings.reader:
            return read_items(self.settings, self.settings.reader, self.env)
        if self.state.items_path:
            self.state.items_path.eval(self.env)
        elif self.state.items:
            self.state.items.eval(self.env)
        else:
            self.env.stack.append(self.env.states.get_input())
        items = self.env.stack.pop()
        if isinstance(items, dict) and self.settings.is_jsonata:
            return [{"Key": key, "Value": value} for key, value in items.items()]
        if not isinstance(items, list):
            cause = f"Map state input must be an array but was: {type(items).__name__}"
            raise map_failure(self.env, "States.Runtime", cause)
        return items

    def _selected(self, items: list[Any]) -> list[Any]:
        """Return what ItemSelector, or Parameters as it was called before, makes of each item."""
        selector = self.state.item_selector or self.state.parameters
        if selector is None:
            return items
        given = self.env.states.get_input()
        selected = []
        for index, item in enumerate(items):
            frame = self.env.open_inner_frame()
            try:
                context = frame.states.context_object.context_object_data
                context["Map"] = {"Item": {"Index": index, "Value": item}}
                frame.states.reset(given)
                frame.stack.append(given)
                selector.eval(frame)
                selected.append(frame.stack.pop())
            finally:
                self.env.delete_frame(frame)
        return selected

    def inputs(self, items: list[Any]) -> list[ChildInput]:
        """Return the inputs of the children, selected and put together.

        Raises:
            FailureEventException: an item does not fit into a batch.
        """
        selected = self._selected(items)
        if self.settings.batcher is None:
            return singles(selected)
        fields = self.settings.batcher.fields
        rules = BatchRules(
            self._number("MaxItemsPerBatch"),
            self._number("MaxInputBytesPerBatch"),
            self._template(fields["BatchInput"]) if "BatchInput" in fields else None,
        )
        try:
            return batches(selected, rules)
        except BatchError as error:
            raise map_failure(self.env, "States.ItemReaderFailed", str(error)) from error

    def _number(self, name: str) -> int | None:
        fields = self.settings.batcher.fields if self.settings.batcher else {}
        value = fields.get(name)
        if f"{name}Path" in fields:
            path = {"value.$": fields[f"{name}Path"]}
            value = evaluate(path, self.env, is_jsonata=False)["value"]
        elif isinstance(value, str):
            value = self._template({"value": value})["value"]
        if value is not None and (not isinstance(value, int) or value < 0):
            raise map_failure(self.env, "States.Runtime", f"{name} {value!r} is not allowed")
        return value or None

    def _template(self, template: object) -> Any:
        return evaluate(template, self.env, is_jsonata=self.settings.is_jsonata)
