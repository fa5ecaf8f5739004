"""Items that assets of one type have in common, written once for the type.

A large site has 100,000 signals but a few hundred different ones: the others differ in the id of
their asset only. So items are kept as templates, in which a mark stands for the asset, and the list
of assets that have them. Only the standard library is used, so it loads anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from itertools import groupby
from typing import Any

MARK = "{asset}"


def packed(items: Iterable[Any]) -> dict[str, Any]:
    """Return items, each with an `asset`, as JSON: `templates`, and for each asset which one.

    A group without an asset is kept as it is: one of its texts holds the mark itself.
    """
    templates: dict[str, int] = {}
    groups: list[list[str | int | None]] = []
    for asset, group in groupby(items, key=lambda item: str(item.asset)):
        listed = list(group)
        is_plain = not asset or any(_holds_mark(item) for item in listed)
        text = json.dumps([_plain(item, None if is_plain else asset) for item in listed])
        index = templates.setdefault(text, len(templates))
        groups.append([None if is_plain else asset, index])
    return {"templates": [json.loads(text) for text in templates], "groups": groups}


def unpacked(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the items of `packed`, each as a JSON object."""
    templates = [[_Template(one) for one in template] for template in raw["templates"]]
    for asset, index in raw["groups"]:
        for template in templates[index]:
            yield template.of(asset)


class _Template:
    """One item; `_marked` are its fields in which the asset has to be put in."""

    def __init__(self, item: dict[str, Any]) -> None:
        self._item = item
        self._marked = [name for name, value in item.items() if _holds_mark(value)]

    def of(self, asset: str | None) -> dict[str, Any]:
        made = dict(self._item)
        if asset is not None:
            for name in self._marked:
                made[name] = _filled(made[name], asset)
        return made


def _plain(value: Any, asset: str | None) -> Any:  # noqa: ANN401 - any value of a document
    """Return a value as JSON, with the mark in place of an asset."""
    if isinstance(value, str):
        return value if asset is None else value.replace(asset, MARK)
    if isinstance(value, tuple):
        return [_plain(inner, asset) for inner in value]
    if is_dataclass(value):
        return {
            name: inner if type(inner) in _SIMPLE else _plain(inner, asset)
            for name, inner in vars(value).items()
        }
    return value


def _filled(value: Any, asset: str) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return value.replace(MARK, asset)
    if isinstance(value, list):
        return [_filled(inner, asset) for inner in value]
    if isinstance(value, dict):
        return {name: _filled(inner, asset) for name, inner in value.items()}
    return value


def _holds_mark(value: Any) -> bool:  # noqa: ANN401 - any value of a document
    if isinstance(value, str):
        return MARK in value
    if is_dataclass(value):
        value = vars(value)
    inner = value.values() if isinstance(value, dict) else value
    return isinstance(inner, Iterable) and any(
        _holds_mark(one) for one in inner if type(one) not in _SIMPLE
    )


_SIMPLE = (float, int, bool, type(None))
