"""What an operation costs does not grow with the number of assets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import measurement, metric, transform
from tests.integration.services.steps import steps

FEW, MANY, PER_LINE = 200, 3_000, 50
HIERARCHY = "externalId:pumps"

pytestmark = pytest.mark.slow


class Plant:
    """Lines of pumps; each pump measures, transforms and averages."""

    def __init__(self, computing: Computing) -> None:
        self._computing, self.call = computing, computing.call
        own = [
            measurement("flow"),
            transform("twice", "2 * q", q="flow"),
            metric("mean", "avg(q)", q="flow"),
        ]
        self._pump = computing.model("pump", *own)
        hierarchy = {"name": "p", "externalId": "pumps", "childAssetModelId": self._pump}
        self._line = computing.model("line", asset_model_hierarchies=[hierarchy])
        self._flow = computing.properties(self._pump)["flow"]["id"]
        self.count = 0

    def asset_id(self, number: int) -> str:
        return f"externalId:mill.P-{number}"

    def create(self) -> None:
        self.call(
            "CreateAsset",
            asset_name=f"P-{self.count}",
            asset_model_id=self._pump,
            asset_external_id=f"mill.P-{self.count}",
        )
        self.count += 1

    def create_line(self) -> None:
        name = f"L-{self.count // PER_LINE}"
        self.call(
            "CreateAsset",
            asset_name=name,
            asset_model_id=self._line,
            asset_external_id=f"mill.{name}",
        )

    def name_flow(self) -> None:
        self.call(
            "UpdateAssetProperty",
            asset_id=self.asset_id(self.count - 1),
            property_id=self._flow,
            property_alias=f"/P-{self.count - 1}/flow",
        )

    def associate(self) -> None:
        self.call(
            "AssociateAssets",
            asset_id=f"externalId:mill.L-{(self.count - 1) // PER_LINE}",
            hierarchy_id=HIERARCHY,
            child_asset_id=self.asset_id(self.count - 1),
        )

    def put(self) -> None:
        value = {
            "value": {"doubleValue": 1.5},
            "timestamp": {"timeInSeconds": int(self._computing.clock.time)},
        }
        named = {"entryId": "e", "propertyAlias": f"/P-{self.count - 1}/flow"}
        entries = [{**named, "propertyValues": [value]}]
        answer = self.call("BatchPutAssetPropertyValue", entries=entries)
        assert answer["errorEntries"] == []

    def latest(self) -> None:
        alias = f"/P-{self.count - 1}/flow"
        answer = self.call("GetAssetPropertyValue", property_alias=alias)
        assert answer["propertyValue"]["value"] == {"doubleValue": 1.5}

    def describe(self) -> None:
        self.call("DescribeAsset", asset_id=self.asset_id(self.count - 1))

    def place(self) -> None:
        key = self.call("DescribeAsset", asset_id=self.asset_id(self.count - 1))["assetId"]
        path = self._computing.service.hierarchy_path(key)
        assert path is not None
        assert path.count("/") == 2

    def children(self) -> None:
        listed = self.call(
            "ListAssociatedAssets", asset_id="externalId:mill.L-0", hierarchy_id=HIERARCHY
        )
        assert len(listed["assetSummaries"]) == PER_LINE

    def rename(self) -> None:
        key = self.asset_id(self.count - 1)
        self.call("UpdateAsset", asset_id=key, asset_name=f"P-{self.count - 1} new")

    def remove(self) -> None:
        self.create()
        self.call("DeleteAsset", asset_id=self.asset_id(self.count - 1))

    def grow(self, count: int) -> None:
        """Make pumps until there are so many, each named, below a line."""
        while self.count < count:
            if self.count % PER_LINE == 0:
                self.create_line()
            self.create()
            self.name_flow()
            self.associate()

    def costs(self) -> dict[str, int]:
        """Return the steps of each operation, on the first pump of a new line.

        The first value after changes brings in the series of what has changed; it counts for these.
        """
        self.create_line()
        self.put()
        doing: list[Any] = [
            self.create, self.name_flow, self.associate, self.put, self.latest,
            self.describe, self.place, self.children, self.rename, self.remove,
        ]  # fmt: skip
        return {one.__name__: steps(one) for one in doing}


def test_no_operation_costs_more_in_a_large_site(computing: Computing) -> None:
    plant = Plant(computing)
    plant.grow(FEW)
    few = plant.costs()
    assert min(few.values()) > 20
    plant.grow(MANY)
    assert plant.costs() == pytest.approx(few, rel=0.1)
