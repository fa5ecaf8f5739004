"""Put what the STEP writer leaves in the order of memory addresses into an order of its own.

The geometry comes out in a fixed order; the styles behind it (which colour is whose) do not. Here
equal styles become one, and all are sorted by what they say.
"""

from __future__ import annotations

import re
from functools import cache

ENTITY = re.compile(r"^#(\d+) ?= ?(.*?);$", re.MULTILINE | re.DOTALL)
REFERENCE = re.compile(r"#(\d+)")
WRAPPED = re.compile(r"\n *")
STYLES = "MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION"
ITEMS = re.compile(r"\(((?:#\d+,)*#\d+)\)")


def canonical(text: str) -> str:
    """Return the file with its styles in canonical order; `text` is of OCCT's writer."""
    entities = {int(found[1]): WRAPPED.sub("", found[2]) for found in ENTITY.finditer(text)}
    start = min(number for number, body in entities.items() if body.startswith(STYLES))
    meanings = _meanings(entities, start)
    order = {meaning: start + index for index, meaning in enumerate(sorted(set(meanings.values())))}
    new_number = {number: order[meaning] for number, meaning in meanings.items()}
    lines = {
        new_number[number]: _renumbered(body, new_number)
        for number, body in entities.items()
        if number >= start
    }
    begin = text[: text.index(f"\n#{start} ") + 1]
    styles = "".join(f"#{number} = {lines[number]};\n" for number in sorted(lines))
    return f"{begin}{styles}ENDSEC;\nEND-ISO-10303-21;\n"


def _meanings(entities: dict[int, str], start: int) -> dict[int, str]:
    """Return what each style says, in full: a text without numbers of other styles."""

    @cache
    def meaning(number: int) -> str:
        def spelled(found: re.Match[str]) -> str:
            other = int(found[1])
            return f"<{meaning(other)}>" if other >= start else found[0]

        def sorted_items(found: re.Match[str]) -> str:
            return f"({','.join(sorted(REFERENCE.sub(spelled, found[1]).split(',')))})"

        body = entities[number]
        if body.startswith(STYLES):
            body = ITEMS.sub(sorted_items, body)
        return REFERENCE.sub(spelled, body)

    return {number: meaning(number) for number in entities if number >= start}


def _renumbered(body: str, new_number: dict[int, int]) -> str:
    text = REFERENCE.sub(lambda found: f"#{new_number.get(int(found[1]), int(found[1]))}", body)
    if not body.startswith(STYLES):
        return text
    return ITEMS.sub(
        lambda found: "(" + ",".join(sorted(found[1].split(","), key=lambda at: int(at[1:]))) + ")",
        text,
    )
