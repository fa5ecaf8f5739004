"""The query of a request against the parameters that its operation has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from twin.api.parameters import Parameter, parameters_of
from twin.api.routes import Route
from twin_runtime.errors import QueryInvalid

Query = Mapping[str, tuple[str, ...]]
Choice = TypeVar("Choice", bound=str)


def check_query(route: Route, query: Query) -> None:
    """Check that an operation has every parameter given, and that their values are in bounds.

    Raises:
        QueryInvalid: one is unknown, missing, given too often, or no value of its parameter.
    """
    known = parameters_of(route.operation_id, route.query)
    for name in query:
        if name not in known:
            raise QueryInvalid(
                f"there is no parameter {name[:60]}",
                found=ascii(name)[:80],
                expected=", ".join(known) or "no parameters",
                where=name[:80],
            )
    for name, parameter in known.items():
        _check(name, parameter, query.get(name, ()))


def chosen(name: str, text: str, choices: Sequence[Choice]) -> Choice:
    """Return the choice that a text is; raise `QueryInvalid`."""
    for choice in choices:
        if choice == text:
            return choice
    raise _refused(name, text, ", ".join(choices))


def _check(name: str, parameter: Parameter, values: tuple[str, ...]) -> None:
    if not values and parameter.required:
        raise QueryInvalid(f"{name} is missing", expected=parameter.description, where=name)
    most = (parameter.most or len(values)) if parameter.repeated else 1
    if len(values) > most:
        often = "once" if most == 1 else f"at most {most} times"
        raise QueryInvalid(f"{name} is given {len(values)} times", expected=often, where=name)
    for text in values:
        if not parameter.accepts(text):
            raise _refused(name, text, parameter.expected)


def _refused(name: str, text: str, expected: str) -> QueryInvalid:
    return QueryInvalid(
        f"{name} is not one of its values", found=repr(text)[:80], expected=expected, where=name
    )
