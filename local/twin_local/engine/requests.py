"""From a resource's properties to the parameters of the calls in its table row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twin_local.engine.clients import Clients
from twin_local.engine.coerce import Coercion
from twin_local.engine.dynamic_reference import resolved
from twin_local.engine.entry import Call, TypeEntry
from twin_local.engine.expression import at_path, fill
from twin_local.engine.json_value import Json, Properties


@dataclass(frozen=True)
class Requests:
    """Builds and sends the calls of one table row."""

    entry: TypeEntry
    clients: Clients

    def taken(
        self, call: Call, siblings: Sequence[Call], properties: Properties
    ) -> tuple[str, ...]:
        """Return the given properties that a call carries."""
        if call.each is not None or call.takes is not None:
            return tuple(name for name in call.carried if name in properties)
        elsewhere = {name for sibling in siblings for name in sibling.carried}
        inert = self.entry.inert
        return tuple(name for name in properties if name not in elsewhere and name not in inert)

    def dropped(
        self, calls: Sequence[Call], properties: Properties, known: Properties
    ) -> tuple[str, ...]:
        """Return the paths of the properties that none of the calls carries."""
        taken: set[str] = set()
        lost: set[str] = set()
        for call in calls:
            coercion = Coercion(names=call.names)
            for _ in self.parameters_of(call, calls, properties, known, coercion):
                pass
            taken.update(self.taken(call, calls, properties))
            lost.update(coercion.dropped)
        lost.update(set(properties) - taken)
        return tuple(sorted(path for path in lost if not self._is_inert(path)))

    def _is_inert(self, path: str) -> bool:
        return any(path == name or path.startswith(f"{name}.") for name in self.entry.inert)

    def parameters_of(
        self,
        call: Call,
        siblings: Sequence[Call],
        properties: Properties,
        known: Properties,
        coercion: Coercion,
    ) -> Iterator[Properties]:
        """Yield the parameters of each time the call is made."""
        if call.each is not None:
            for item in at_path(properties, call.each) or []:
                if call.applies_to(item):
                    yield self._item_parameters(call, item, known, coercion)
            return
        if not call.applies_to(properties):
            return
        taken = {name: properties[name] for name in self.taken(call, siblings, properties)}
        if taken or call.always or call.takes is None:
            yield self._parameters(call, taken, known, coercion)

    def _item_parameters(
        self, call: Call, item: Json, known: Properties, coercion: Coercion
    ) -> Properties:
        given = item if call.spread and isinstance(item, dict) else {}
        return self._parameters(call, given, {**known, "item": item}, coercion)

    def _parameters(
        self, call: Call, given: Properties, known: Properties, coercion: Coercion
    ) -> Properties:
        shape = self.clients.input_shape(call.service or self.entry.service, call.operation)
        reshaped = call.reshape(given, known) if call.reshape else given
        parameters: Properties = coercion.members(shape, reshaped, call.each or "")
        for name, template in call.fixed.items():
            value = fill(template, known)
            if value is not None:
                parameters[name] = coercion.value(shape.members[name], value, name)
        return parameters

    def run(
        self, call: Call, siblings: Sequence[Call], properties: Properties, known: Properties
    ) -> Properties:
        """Make a call as often as it applies; return the last answer.

        Raises:
            OperationError: an answer is an error.
        """
        answer: Properties = {}
        if call.when is not None and not fill(call.when, known):
            return answer
        coercion = Coercion(names=call.names)
        for parameters in self.parameters_of(call, siblings, properties, known, coercion):
            answer = self._send(call, parameters)
        return answer

    def run_fixed(self, call: Call, properties: Properties, known: Properties) -> Properties:
        """Make a call with its fixed parameters only, for every item if it has `each`."""
        if call.when is not None and not fill(call.when, known):
            return {}
        if call.each is None:
            return self._send(call, self._parameters(call, {}, known, Coercion()))
        answer: Properties = {}
        for item in at_path(properties, call.each) or []:
            if call.applies_to(item):
                answer = self.run_item(call, item, known)
        return answer

    def run_item(self, call: Call, item: Json, known: Properties) -> Properties:
        """Make a call for one item, with its fixed parameters only."""
        parameters = self._parameters(call, {}, {**known, "item": item}, Coercion())
        return self._send(call, parameters)

    def run_for(self, call: Call, item: Json, known: Properties) -> Properties:
        """Make a call with `each` for one item, unless it does not apply."""
        if call.when is not None and not fill(call.when, known):
            return {}
        coercion = Coercion(names=call.names)
        return self._send(call, self._item_parameters(call, item, known, coercion))

    def _send(self, call: Call, parameters: Properties) -> Properties:
        service = call.service or self.entry.service
        return self.clients.call(service, call.operation, resolved(parameters, self.clients))
