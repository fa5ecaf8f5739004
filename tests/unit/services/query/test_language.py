"""What can be asked, what is answered, and what is refused with its place."""

from __future__ import annotations

import pytest

from twin_local.services.iottwinmaker.query.errors import QueryError, TooMuchWork
from twin_local.services.iottwinmaker.query.evaluation import Prepared, shown
from twin_local.services.iottwinmaker.query.graph import Edge, Graph, Node, build
from twin_local.services.iottwinmaker.query.matching import Budget

FROM = "FROM EntityGraph MATCH"
EACH = f"{FROM} (e), e.components AS c, c.properties p"


def entity(key: str, name: str, **values: object) -> Node:
    properties = [
        {
            "propertyName": one,
            "propertyValue": value,
            "definition": {"configuration": {"unit": "C"}},
        }
        for one, value in values.items()
    ]
    component = {"componentName": "main", "componentTypeId": "t", "properties": properties}
    return Node(key, {"entityId": key, "entityName": name, "components": [component]})


def edge(name: str, source: str, target: str) -> Edge:
    fields = {"relationshipName": name, "sourceEntityId": source, "targetEntityId": target}
    return Edge(name, source, target, fields)


PLANT = build(
    [
        entity("a", "Room_0", temperature=20.5, tags=["x", 10.0], on=True),
        entity("b", "Pump 1", temperature=7, shape={"length": 20.0}),
        entity("c", "100%", label="it's"),
    ],
    [edge("feeds", "a", "b"), edge("feeds", "b", "c"), edge("near", "c", "a")],
)


def ask(query: str, graph: Graph = PLANT) -> list[tuple[object, ...]]:
    rows = Prepared(query).rows(graph, Budget())
    return [tuple(shown(value) for value in row) for row in rows]


def ids(condition: str, source: str = f"{FROM} (e)") -> list[object]:
    return [row[0] for row in ask(f"SELECT e.entityId {source} WHERE {condition}")]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("e.entityName = 'Pump 1'", ["b"]),
        ("e.entityName LIKE 'Room%'", ["a"]),
        ("e.entityName LIKE '____ _'", ["b"]),
        (r"e.entityName LIKE '%\%' ESCAPE '\'", ["c"]),
        ("e.entityName NOT LIKE '%o%'", ["b", "c"]),
        ("lower(e.entityName) = 'room_0'", ["a"]),
        ("e.entityId IN ('c', 'a', 'c')", ["c", "a"]),
        ("e.entityId NOT IN ['c', 'a']", ["b"]),
        ("e.nothing IS MISSING AND e.entityId != 'b'", ["a", "c"]),
        ("NOT (e.entityId = 'a' OR e.entityId = 'b')", ["c"]),
        ("e.nothing = 1 OR e.entityId = 'a'", ["a"]),
        ("NOT e.nothing = 1", []),
        ("e.entityId > 'a' and e.entityId <= 'c'", ["b", "c"]),
        ("e.\"entityId\" => 'c'", ["c"]),
        ("1 = 2", []),
    ],
)
def test_conditions_on_entities(condition: str, expected: list[str]) -> None:
    assert ids(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("p.propertyValue >= 20", ["a"]),
        ("p.propertyValue = 7.0", ["b"]),
        ("p.propertyValue = TRUE", ["a"]),
        ("p.propertyValue = 1", []),
        ("p.propertyValue = 'it''s'", ["c"]),
        ("10.0 IN p.propertyValue", ["a"]),
        ("p.propertyValue.length = 20.0", ["b"]),
        ("NOT p.propertyValue.length IS MISSING", ["b"]),
        ("p.definition.configuration.unit = 'C' AND p.propertyName = 'label'", ["c"]),
        ("p.propertyValue > -1e3 AND p.propertyValue < 10", ["b"]),
    ],
)
def test_conditions_on_properties(condition: str, expected: list[str]) -> None:
    assert ids(condition, EACH) == expected


def test_a_node_is_shown_with_its_components_and_without_definitions() -> None:
    query = f"SELECT e {FROM} (e) WHERE e.entityId = 'b'"
    assert [(one.name, one.kind) for one in Prepared(query).columns] == [("e", "NODE")]
    [[node]] = ask(query)
    assert isinstance(node, dict)
    assert node["components"][0]["properties"][0] == {
        "propertyName": "temperature",
        "propertyValue": 7,
    }


def test_relationships_and_aliases() -> None:
    query = f"SELECT r, x.entityName AS who {FROM} (x)-[r]->(y) WHERE r.relationshipName = 'near'"
    assert [(one.name, one.kind) for one in Prepared(query).columns] == [
        ("r", "EDGE"),
        ("who", "VALUE"),
    ]
    assert ask(query) == [
        ({"relationshipName": "near", "sourceEntityId": "c", "targetEntityId": "a"}, "100%")
    ]


def test_a_path_names_what_is_on_it() -> None:
    query = f"SELECT p {FROM} p = (x)-[:feeds]->{{2, 3}}(y) WHERE y.entityId = 'c'"
    [[path]] = ask(query)
    assert Prepared(query).columns[0].kind == "PATH"
    assert isinstance(path, dict)
    found = [one.get("entityId") or one["relationshipName"] for one in path["path"]]
    assert found == ["a", "feeds", "b", "feeds", "c"]


def test_paths_that_share_an_entity_are_joined() -> None:
    query = f"SELECT x.entityId, z.entityId {FROM} (x)-[:feeds]->(y), (y)-[:feeds]->(z)"
    assert ask(query) == [("a", "c")]


def test_distinct_count_limit_and_offset() -> None:
    assert ask(f"SELECT DISTINCT c.componentTypeId {FROM} (e), e.components AS c") == [("t",)]
    assert ask(f"SELECT COUNT(e), COUNT(p.propertyValue.length) {EACH}") == [(6, 1)]
    assert ask(f"SELECT e.entityId {FROM} (e) LIMIT 1 OFFSET 1") == [("b",)]


@pytest.mark.parametrize(
    ("query", "position", "message"),
    [
        ("SELECT e FROM EntityGraph", 26, "MATCH is expected"),
        (f"SELECT f {FROM} (e)", 8, "no variable f"),
        (f"SELECT * {FROM} (e)", 8, "a variable is expected"),
        (f"SELECT e {FROM} (e) WHERE e.entityId ~ 'a'", 54, "'~' is not expected"),
        (f"SELECT DISTINCT e {FROM} (e)", 17, "DISTINCT"),
        (f"SELECT COUNT(DISTINCT e) {FROM} (e)", 14, "COUNT goes not with DISTINCT"),
        (f"SELECT COUNT(e), e.entityId {FROM} (e)", 18, "COUNT goes not with other"),
        (f"SELECT e {FROM} (e)-[r]->{{1,2}}(f)", 36, "cannot be bound"),
        (f"SELECT e {FROM} (e)-[]->{{3,2}}(f)", 41, "end before they begin"),
        (f"SELECT e {FROM} (e), e.components", 50, "AS and a variable"),
        (f"SELECT e {FROM} (e), x.components AS c", 38, "no variable x"),
        (f"SELECT e {FROM} (e)-[e]->(f)", 33, "e is bound twice"),
    ],
)
def test_what_is_refused_and_where(query: str, position: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        list(Prepared(query).rows(PLANT, Budget()))
    assert caught.value.position == position - 1


def test_distinct_of_what_is_no_scalar_is_refused() -> None:
    with pytest.raises(QueryError, match="scalars only"):
        ask(f"SELECT DISTINCT p.propertyValue {EACH}")


def test_too_much_work_is_given_up() -> None:
    keys = [str(number) for number in range(12)]
    nodes = [entity(key, key) for key in keys]
    graph = build(nodes, [edge("all", one, two) for one in keys for two in keys])
    query = Prepared(f"SELECT COUNT(x) {FROM} (x)-[]->{{1,}}(y)")
    with pytest.raises(TooMuchWork):
        list(query.rows(graph, Budget(left=10_000)))
