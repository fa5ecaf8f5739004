"""A typed request: what was asked and by whom, read by the tables that the document is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from twin.access.principal import Principal
from twin.api.parameters import Parameter, parameters_of
from twin_runtime.errors import QueryInvalid, RouteUnknown
from twin_runtime.parameters import Choice, chosen
from twin_runtime.request_body import read_object

Body = Mapping[str, Any]
Caller = Principal
"""Who asks, as the authorizer found out."""


@dataclass(frozen=True)
class Request:
    """One request of one operation."""

    operation_id: str
    path: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    body: str
    caller: Caller | None
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in lower case."""

    @property
    def authenticated(self) -> Caller:
        """Return the caller of an operation that needs a role."""
        if self.caller is None:
            raise RouteUnknown(f"{self.operation_id} was called without its authorizer")
        return self.caller

    def one(self, name: str) -> str | None:
        """Return a query parameter that may be given once, or what its absence means.

        Raises:
            QueryInvalid: it was given more than once.
        """
        values = self.query.get(name, ())
        if len(values) > 1:
            raise QueryInvalid(f"{name} is given {len(values)} times", expected="once", where=name)
        if values:
            return values[0]
        default = self._parameter(name).default
        return None if default is None else str(default)

    def integer(
        self,
        name: str,
        *,
        default: int | None = None,
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> int:
        """Return a whole-numbered query parameter; bounds given here are narrower than its own.

        Raises:
            QueryInvalid: it is no whole number between the bounds.
        """
        text = self.query.get(name, (None,))[0]
        if text is None and default is not None:
            return default
        parameter = self._parameter(name)
        bounds = replace(
            parameter,
            kind="integer",
            minimum=parameter.minimum if minimum is None else minimum,
            maximum=parameter.maximum if maximum is None else maximum,
        )
        return int(self._within(name, bounds))

    def number(self, name: str, *, default: float | None = None) -> float:
        """Return a numeric query parameter; `default` is for one whose default is computed.

        Raises:
            QueryInvalid: it is no number between its bounds.
        """
        if name not in self.query and default is not None:
            return default
        return float(self._within(name, self._parameter(name)))

    def choice(self, name: str, choices: Sequence[Choice]) -> Choice:
        """Return a query parameter that is one of several texts, or the default one.

        Raises:
            QueryInvalid: it is another text.
        """
        return chosen(name, self.one(name) or "", choices)

    def many(self, name: str) -> tuple[str, ...]:
        """Return the different values of a repeated query parameter, in the order given."""
        return tuple(dict.fromkeys(self.query.get(name, ())))

    def json(self) -> Body:
        """Return the body as a JSON object.

        Raises:
            BodyInvalid: it is something else.
            BodyUnknownField: it has a field that the operation does not take.
        """
        return read_object(self.operation_id, self.body)

    def _parameter(self, name: str) -> Parameter:
        return parameters_of(self.operation_id, (name,))[name]

    def _within(self, name: str, parameter: Parameter) -> str:
        text = self.one(name)
        if text is None or not parameter.accepts(text):
            raise QueryInvalid(
                f"{name} is out of range",
                found=repr(text)[:80],
                expected=parameter.expected,
                where=name,
            )
        return text
