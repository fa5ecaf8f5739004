"""Which tests run one after the other, and in which order the groups begin.

Groups run side by side on several workers (`make test`). Tests of one group share what is costly to
start: a twin, a synthesis, the environment of an image.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

TWIN = "twin"
WITH_THE_TWIN = ("local", "plan", "package", "benchmarks")
"""Integration tests that start processes of their own, as those of the running twin do."""

FIRST = (
    "services",  # use moto as it is; others replace parts of it for the rest of the process
    TWIN,
    "infrastructure",
    "cloudformation",
    "simulation",
    "server",
    "convert_cad",
    "convert_mesh",
    "engine",
    "execution",
    "spatial",
    "convert_media",
    "simulate",
)
"""The longest first: whoever is free at the end shall have little left to do."""


def group_of(path: str) -> str:
    """Return the group of a test's file, whose path begins at the root of the checkout.

    Unit tests are a group by file, integration tests by folder.
    """
    _, area, *rest = path.split("/")
    if area == "unit":
        return path
    if area == "infrastructure":
        return area
    if area == "integration" and rest[0] not in WITH_THE_TWIN:
        return rest[0]
    return TWIN


def rank_of(path: str, fixtures: Collection[str]) -> tuple[int, bool, bool]:
    """Return what sorts a test of a file among others; unit tests are last.

    Those of the running twin are last of their group: it is stopped when they are over.
    """
    group = group_of(path)
    place = FIRST.index(group) if group in FIRST else len(FIRST)
    return place, group == path, TWIN in fixtures


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each group of tests to one worker, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any) -> None:  # noqa: ANN401
        config.option.loadscopereorder = False  # it would put those with the most tests first
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0])
