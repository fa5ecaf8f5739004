"""Sites made of a few lines, to be measured."""

from __future__ import annotations

from typing import Any

import pytest

from twin.definition import SiteDefinition
from twin.definition.quota_uses import greatest_uses

PLACE = {"name": "plant", "account": "111111111111", "region": "us-east-1"}


class Sites:
    """Makes definitions, and says how much of a quota one uses."""

    def make(
        self,
        types: dict[str, Any],
        assets: dict[str, Any],
        components: dict[str, Any] | None = None,
        **rest: Any,  # noqa: ANN401
    ) -> SiteDefinition:
        twin = {"types": types, "assets": assets, "components": components or {}}
        return SiteDefinition.model_validate({**PLACE, "twin": twin, **rest})

    def used(self, site: SiteDefinition, quota: str) -> float:
        found = {use.quota: use.count for use in greatest_uses(site)}
        return found[quota]


@pytest.fixture
def sites() -> Sites:
    return Sites()
