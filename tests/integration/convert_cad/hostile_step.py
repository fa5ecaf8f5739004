"""STEP files that somebody means harm with, made from the text of a good one."""

from __future__ import annotations

import re
from collections.abc import Callable

END = "\nENDSEC;\nEND-ISO-10303-21;\n"
FORMULAE = 200_000
"""Of nested parentheses: a reader that recurses has no stack for them."""


def numbered(text: str, entity: str) -> str:
    """Return the number of the first entity of a type."""
    found = re.search(rf"(#\d+) ?= ?{entity} ?\(", text)
    assert found is not None, entity
    return found[1]


def with_entities(text: str, *entities: str) -> str:
    """Add entities to the data."""
    head, _, tail = text.rpartition("ENDSEC;")
    return head + "\n".join(entities) + "\nENDSEC;" + tail


def changed(text: str, pattern: str, replacement: str) -> str:
    """Replace what fits everywhere; it must fit somewhere."""
    new, count = re.subn(pattern, replacement, text, flags=re.S)
    assert count, pattern
    return new


def coordinates(number: str) -> Callable[[str], str]:
    """Put a number in the place of the first coordinate of every point."""
    pattern = r"(CARTESIAN_POINT\('[^']*',\()[^,)]*"
    return lambda text: changed(text, pattern, rf"\g<1>{number}")


def dangling(text: str, entity: str) -> str:
    """Take an entity away that others refer to."""
    return changed(text, rf"\n{numbered(text, entity)} ?=[^;]*;", "\n")


def cut(text: str, share: float) -> str:
    return text[: int(len(text) * share)]


def assembly_of_itself(text: str) -> str:
    """Say that the product is a part of itself."""
    product = numbered(text, "PRODUCT_DEFINITION")
    return with_entities(
        text, f"#90001=NEXT_ASSEMBLY_USAGE_OCCURRENCE('1','a','',{product},{product},$);"
    )


def empty_products(text: str, count: int) -> str:
    """Only products without a shape: nodes that show nothing."""
    head, _, _ = text.partition("DATA;")
    rows = "".join(f"#{at}=PRODUCT('{at}','p','',());\n" for at in range(1, count))
    return f"{head}DATA;\n{rows}{END}"


STEP: dict[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "one line": lambda text: "ISO-10303-21;",
    "only the end": lambda text: "ISO-10303-21;" + END,
    "a letter": lambda text: "Dear all, the secret is 42",
    "a page": lambda text: "<html><body>404</body></html>",
    "no data": lambda text: text.partition("DATA;")[0] + "DATA;" + END,
    "no header": lambda text: "ISO-10303-21;\nDATA;" + text.partition("DATA;")[2],
    "cut to a quarter": lambda text: cut(text, 0.25),
    "cut to a half": lambda text: cut(text, 0.5),
    "cut to a half, ended": lambda text: cut(text, 0.5) + END,
    "cut to nine tenths, ended": lambda text: cut(text, 0.9) + END,
    "face missing": lambda text: dangling(text, "ADVANCED_FACE"),
    "solid missing": lambda text: dangling(text, "MANIFOLD_SOLID_BREP"),
    "points missing": lambda text: changed(text, r"#\d+ ?= ?CARTESIAN_POINT\([^;]*;", ""),
    "product missing": lambda text: dangling(text, "PRODUCT"),
    "shell of itself": lambda text: changed(
        text, r"(#\d+) ?= ?CLOSED_SHELL\('',\([^)]*\)\)", r"\g<1>=CLOSED_SHELL('',(\g<1>))"
    ),
    "solid of itself": lambda text: changed(
        text,
        r"(#\d+) ?= ?MANIFOLD_SOLID_BREP\('([^']*)',#\d+\)",
        r"\g<1>=MANIFOLD_SOLID_BREP('\g<2>',\g<1>)",
    ),
    "assembly of itself": assembly_of_itself,
    "not a number": coordinates("NAN"),
    "infinite": coordinates("INF"),
    "beyond double": coordinates("1.E400"),
    "nearly beyond double": coordinates("1.E300"),
    "text for a number": coordinates("'far'"),
    "reference for a number": coordinates("#1"),
    "wrong types": lambda text: text.replace("ADVANCED_FACE", "CARTESIAN_POINT"),
    "unknown types": lambda text: text.replace("ADVANCED_FACE", "SECRET_FACE"),
    "no arguments": lambda text: changed(text, r"(ADVANCED_FACE)\([^;]*;", r"\g<1>();"),
    "nested parentheses": lambda text: with_entities(
        text, f"#90001=FORMULA({'(' * FORMULAE}{')' * FORMULAE});"
    ),
    "open string": lambda text: changed(text, r"ADVANCED_FACE\(''", "ADVANCED_FACE('"),
    "open comment": lambda text: text.replace("DATA;", "DATA; /*", 1),
    "number too long": lambda text: text.replace("#", "#9999999999999999999"),
    "zeros between": lambda text: "\0".join(text),
    "10,000 products that show nothing": lambda text: empty_products(text, 10_000),
    "no shape": lambda text: changed(text, r"SHAPE_DEFINITION_REPRESENTATION", "ADDRESS"),
    "faces gone": lambda text: changed(
        text, r"CLOSED_SHELL\('',\([^)]*\)\)", "CLOSED_SHELL('',())"
    ),
    "directions of no length": lambda text: changed(
        text, r"(DIRECTION\('[^']*',)\([^)]*\)", r"\g<1>(0.,0.,0.)"
    ),
}
"""By what is wrong with them."""
