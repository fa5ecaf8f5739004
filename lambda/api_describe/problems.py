"""What the codes of the API's refusals mean, and which operations answer them."""

from __future__ import annotations

from collections.abc import Iterator

import twin_runtime.errors as runtime
from twin.access import errors as access
from twin.access import key_errors as keys
from twin.api.bodies import BODIES
from twin.api.errors import ProblemUnknown
from twin.api.gateway_answers import GATEWAY_ANSWERS
from twin.api.problem import problem_title, problem_type
from twin.api.refusals import refusals_of
from twin.api.routes import ROUTES
from twin.api.schemas.problems import ProblemType
from twin.errors import TwinError


def problem_types() -> list[ProblemType]:
    """Return every error that the document names, by code."""
    operations = _operations()
    return [
        {
            "type": problem_type(code),
            "code": code,
            "title": title,
            "status": status,
            "operations": operations.get(code, []),
        }
        for code, (title, status) in sorted(_titles().items())
    ]


def find_problem_type(code: str) -> ProblemType:
    """Return the error of a code; raise `ProblemUnknown`."""
    for row in problem_types():
        if row["code"] == code:
            return row
    raise ProblemUnknown("no error has this code", found=ascii(code)[:80], where="code")


def _titles() -> dict[str, tuple[str, int]]:
    found = {kind.code: (problem_title(kind), kind.status) for kind in _classes()}
    for answer in GATEWAY_ANSWERS:
        found.setdefault(answer.code, (answer.title, answer.status or 500))
    return found


def _classes() -> Iterator[type[TwinError]]:
    """Yield the errors of all operations and those that any of them may raise."""
    for bodies in BODIES.values():
        yield from bodies.errors
    for module in (runtime, access, keys):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, TwinError) and kind is not TwinError:
                yield kind


def _operations() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for route in ROUTES:
        for codes in refusals_of(route, BODIES[route.operation_id]).values():
            for code in codes:
                found.setdefault(code, []).append(route.operation_id)
    return found
