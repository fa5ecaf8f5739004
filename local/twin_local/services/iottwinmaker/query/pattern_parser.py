"""The grammar of MATCH.

path = [ name = ] node { edge node }
node = ( [name] )
edge = ( - | <- ) [ '[' [name] [: name] ']' ( - | -> ) ] [ { number , [number] } ]  |  ->
"""

from __future__ import annotations

from twin_local.services.iottwinmaker.query.errors import QueryError
from twin_local.services.iottwinmaker.query.reader import Reader
from twin_local.services.iottwinmaker.query.syntax import EdgePattern, NodePattern, PathPattern

BEGINNINGS = ("-", "<-", "->")


def begins_path(reader: Reader) -> bool:
    """Say whether a path comes next, and not a list to unnest."""
    named = reader.is_identifier() and reader.peek(1).is_symbol("=")
    return named or reader.next.is_symbol("(")


def path_pattern(reader: Reader) -> PathPattern:
    """Read a path.

    Raises:
        QueryError: there is none.
    """
    variable = None
    if reader.is_identifier():
        variable = reader.identifier("a variable")
        reader.require_symbol("=")
    nodes, edges = [_node(reader)], []
    while reader.next.is_symbol(*BEGINNINGS):
        edges.append(_edge(reader))
        nodes.append(_node(reader))
    return PathPattern(variable, tuple(nodes), tuple(edges))


def _node(reader: Reader) -> NodePattern:
    at = reader.next.at
    reader.require_symbol("(")
    variable = reader.identifier("a variable") if reader.is_identifier() else None
    reader.require_symbol(")")
    return NodePattern(variable, at)


def _edge(reader: Reader) -> EdgePattern:
    at = reader.next.at
    beginning = reader.symbol(*BEGINNINGS)
    variable = name = None
    end = beginning
    if beginning != "->" and reader.symbol("["):
        variable = reader.identifier("a variable") if reader.is_identifier() else None
        name = reader.identifier("a relationship") if reader.symbol(":") else None
        reader.require_symbol("]")
        end = reader.symbol("-", "->")
        if end is None:
            raise reader.error("-> or -")
    to_right, to_left = end == "->", beginning == "<-"
    undirected = to_right == to_left
    least, most = _hops(reader)
    if variable and (least, most) != (1, 1):
        raise QueryError("a relationship of several hops cannot be bound to a variable", at)
    return EdgePattern(variable, name, to_right or undirected, to_left or undirected, least, most)


def _hops(reader: Reader) -> tuple[int, int | None]:
    at = reader.next.at
    if not reader.symbol("{"):
        return 1, 1
    least = reader.integer("a number of hops")
    reader.require_symbol(",")
    most = None if reader.next.is_symbol("}") else reader.integer("a number of hops")
    reader.require_symbol("}")
    if most is not None and most < max(least, 1):
        raise QueryError("the hops end before they begin", at)
    return least, most
