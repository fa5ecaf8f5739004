"""Why a question about the graph is refused.

GraphError
├── UnknownNode       nothing has this id or name
├── AmbiguousNode     several things have this name
├── UnknownRelation   no edge of the graph has this name
├── BadFilter         a filter by properties cannot be read
└── FilterTooWide     a filter by live values that too many assets would be asked for
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class GraphError(TwinError):
    """A question about the graph is wrong."""

    code: ClassVar[str] = "GRAPH_ERROR"


class UnknownNode(GraphError):
    """Nothing has this id or name."""

    code: ClassVar[str] = "UNKNOWN_NODE"
    status: ClassVar[int] = 404


class AmbiguousNode(GraphError):
    """Several things have this name; their ids tell them apart."""

    code: ClassVar[str] = "AMBIGUOUS_NODE"
    status: ClassVar[int] = 409


class UnknownRelation(GraphError):
    """No edge of the graph has this name."""

    code: ClassVar[str] = "UNKNOWN_RELATION"


class BadFilter(GraphError):
    """A filter by properties cannot be read."""

    code: ClassVar[str] = "BAD_FILTER"


class FilterTooWide(GraphError):
    """A filter by live values would read those of too many assets."""

    code: ClassVar[str] = "FILTER_TOO_WIDE"
