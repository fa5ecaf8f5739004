"""Whatever is done to a site file, reading it ends with a site or with findings."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.compile import compile_site, compile_sitewise, compile_twinmaker
from twin.definition import DefinitionError, load_site

DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"
CONTENT: dict[str, Any] = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
Way = tuple[str | int, ...]


def ways(value: object, above: Way = ()) -> Iterator[Way]:
    """Yield the way to every value below a value."""
    entries: Any = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for key, inner in entries:
        yield (*above, key)
        yield from ways(inner, (*above, key))


WAYS = tuple(ways(CONTENT))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**400), 10**400),
    st.integers(-2, 200),
    st.floats(),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8),
    st.sampled_from(["P-101", "pump", "speed", "T-101.level", "°C", "bar", "flow + speed", "1h"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["range", "unit", "float", "str", "P-101", "x y"]), inner),
    ),
    max_leaves=4,
)
ABSENT = object()
SPOILED = st.lists(
    st.tuples(st.sampled_from(WAYS), st.one_of(st.just(ABSENT), VALUES)), min_size=1, max_size=4
)


def put(root: dict[str, Any], way: Way, value: object) -> None:
    content: Any = root
    for part in way[:-1]:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return  # an earlier change took it away
    if isinstance(content, dict) and value is ABSENT:
        content.pop(str(way[-1]), None)
    elif isinstance(content, dict):
        content[str(way[-1])] = value
    elif isinstance(content, list) and way[-1] in range(len(content)):
        content[int(way[-1])] = None if value is ABSENT else value


@settings(deadline=None, max_examples=150)
@given(SPOILED)
def test_a_spoiled_file_compiles_or_has_findings(changes: list[tuple[Way, object]]) -> None:
    content = copy.deepcopy(CONTENT)
    for way, value in changes:
        put(content, way, value)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "site.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        try:
            site = load_site(path)
        except DefinitionError as error:
            assert error.findings
            assert all(one.code and one.expected and one.line >= 0 for one in error.findings)
            return
    compile_site(site)
    compile_sitewise(site)
    compile_twinmaker(site)
