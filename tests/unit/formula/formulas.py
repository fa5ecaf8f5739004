"""Random formulas and random inputs for them."""

from __future__ import annotations

from hypothesis import strategies as st

from twin.formula.functions import FUNCTIONS
from twin.formula.functions.series import AGGREGATIONS, TEMPORAL
from twin.formula.functions.time import PARTS
from twin.formula.nodes import (
    Binary,
    Call,
    Formatted,
    If,
    Index,
    Logical,
    Name,
    Node,
    Number,
    Slice,
    Template,
    Text,
    Unary,
)
from twin.formula.values import Value

NUMBERS = ("a", "b", "c")
TEXTS = ("s", "t")
EDGES = [0.0, -0.0, 0.5, 1.0, -1.0, 2.0, 1e10, -1e10, 1e300, -1e300, 1e-300, 700.0, 1e16]
SPECIAL = [float("nan"), float("inf"), float("-inf")]

_PURE = {name: one for name, one in FUNCTIONS.items() if one.apply is not None}
_OF_ONE = sorted(name for name, one in _PURE.items() if one.most == 1)
_OF_TWO = sorted(name for name, one in _PURE.items() if one.fewest == 2)
_ARITHMETIC = ["+", "-", "*", "/", "^", "%", "<", ">", "<=", ">=", "==", "!="]

SIMPLE = [
    *(f"a {sign} b" for sign in [*_ARITHMETIC, "and", "or"]),
    *("-a", "not a", "if(a, b)", "if(a, b, none)"),
    *(f"{name}(a)" for name, one in _PURE.items() if one.fewest == 1 and name != "format"),
    *(f"{name}(a, b)" for name, one in _PURE.items() if one.fewest == 2),
]
"""Each operator and each function of numbers by itself."""

numbers = st.one_of(
    st.sampled_from([*EDGES, *SPECIAL]),
    st.floats(),
    st.floats(min_value=-1e4, max_value=1e4),
    st.integers(min_value=-20, max_value=20).map(float),
    st.booleans(),
)
values_of_number = st.one_of(st.none(), numbers)
values_of_text = st.one_of(
    st.none(), st.sampled_from(["", "a", "Hello!", "12.5", '{"v": [1, "2", true]}']), st.text()
)

_leaves = st.one_of(
    st.sampled_from(NUMBERS).map(Name),
    st.sampled_from([*NUMBERS, *TEXTS, "pi", "E", "true", "none", "missing"]).map(Name),
    st.floats(min_value=0, max_value=1e12).map(Number),
    st.sampled_from(["", "a", "llo", "%.1f", "UTC"]).map(Text),
    st.sampled_from(NUMBERS).map(lambda name: Call("pretrigger", (Name(name),))),
    st.sampled_from(NUMBERS).map(lambda name: Call("timestamp", (Name(name),))),
    st.just(Call("now", ())),
    st.just(Call("timestamp", ())),
)


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    limit = st.one_of(st.none(), inner)
    return st.one_of(
        st.builds(Binary, st.sampled_from(_ARITHMETIC), inner, inner),
        st.builds(Unary, st.sampled_from(["-", "not"]), inner),
        st.builds(Logical, st.sampled_from(["and", "or"]), inner, inner),
        st.builds(If, inner, inner, limit),
        st.builds(lambda name, one: Call(name, (one,)), st.sampled_from(_OF_ONE), inner),
        st.builds(lambda name, *two: Call(name, two), st.sampled_from(_OF_TWO), inner, inner),
        st.builds(lambda *all: Call("mktime", all), inner, inner, inner, inner),
        st.builds(
            lambda part, one: Call(part, (Call("localtime", (one, Text("Europe/Paris"))),)),
            st.sampled_from(sorted(PARTS)),
            inner,
        ),
        st.builds(
            lambda one, path: Call("jp", (one, Text(path))),
            inner,
            st.sampled_from(["$", "$.v[0]", "$.v[1]", "$.v"]),
        ),
        st.builds(Index, inner, inner),
        st.builds(Slice, inner, limit, limit, limit),
        st.builds(
            lambda one, how: Call("format", (Formatted(one, how),)),
            inner,
            st.sampled_from(["d", ".2f", "e", "s", "x"]),
        ),
        st.builds(lambda one: Template(("v=", one)), inner),
    )


formulas: st.SearchStrategy[Node] = st.recursive(_leaves, _larger, max_leaves=12)
"""Transforms with every operator and function of the language."""

REACHED = {*_PURE, *PARTS, "localtime", "jp", "now", "timestamp", "pretrigger"}
assert set(FUNCTIONS) - REACHED == AGGREGATIONS | TEMPORAL

rows = st.lists(
    st.fixed_dictionaries(
        {
            **dict.fromkeys(NUMBERS, values_of_number),
            **dict.fromkeys(TEXTS, values_of_text),
        }
    ),
    min_size=2,
    max_size=6,
)
Rows = list[dict[str, Value | None]]
