"""What a row of the read-back tables is.

A row says how what an operation has stored is read back. In its expressions, `q` are the parameters
of the operation and `a` its answer. A parameter that only says which resource is meant, and so is
in `by`, need not be read back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from twin_local.engine.expression import at_path

Answer = Any


@dataclass(frozen=True)
class Read:
    """An operation that reads what another one has stored.

    Attributes:
        operation: the API's name of the operation.
        by: its parameters, as expressions.
        root: where in the answer the stored values are.
        into: where in the request they were.
        then: what brings them into the form of the request.
        unread: parts of the request that cannot be read back in their form, each with the reason.
        service: another service than that of the operation.
    """

    operation: str
    by: Mapping[str, Any] = field(default_factory=dict)
    root: str = ""
    into: str = ""
    then: Callable[[Answer], Answer] = lambda value: value
    unread: Mapping[str, str] = field(default_factory=dict)
    service: str | None = None

    @property
    def names(self) -> set[str]:
        """The parameters of the request that only say which resource is meant."""
        return set(re.findall(r"\{q\.(\w+)", json.dumps(dict(self.by))))

    def found(self, answer: Answer) -> Answer:
        """Return what of an answer tells of the resource, None or empty if it is not there."""
        return at_path(answer, self.root) if self.root else answer

    def stored(self, answer: Answer) -> Answer:
        """Return the stored values in the structure of the request."""
        found = self.then(self.found(answer))
        for name in reversed(self.into.split(".") if self.into else []):
            found = {name: found}
        return found


Reads: TypeAlias = Mapping[tuple[str, str], tuple[Read, ...]]
"""The reads of an operation, by service and operation."""


def tags(by: Mapping[str, Any], *, into: str = "tags", root: str = "tags") -> Read:
    """Return how the tags of a resource are read in most services."""
    return Read("ListTagsForResource", by, root=root, into=into)
