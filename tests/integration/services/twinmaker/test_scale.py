"""What an operation costs does not grow with the number of entities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

from tests.integration.services.steps import steps
from twin_local.services.iottwinmaker.service import TwinMaker
from twin_local.services.settings import configure

FEW, MANY, PER_LINE = 200, 3_000, 50
WORKSPACE = "mill"

pytestmark = pytest.mark.slow


class Plant:
    """Lines with entities below them, all of one component type."""

    def __init__(self) -> None:
        self._service = TwinMaker(account="1", region="r", clients=_no_client, revision=lambda: 0)
        self.call("CreateWorkspace", workspace_id=WORKSPACE)
        flow = {"flow": {"dataType": {"type": "DOUBLE"}}}
        self.call("CreateComponentType", component_type_id="pump", property_definitions=flow)
        self.count = 0

    def call(self, operation: str, **request: object) -> dict[str, Any]:
        answer = self._service.call(operation, {"workspace_id": WORKSPACE, **request})
        assert answer is not None
        return answer

    def create(self) -> None:
        components = {"values": {"componentTypeId": "pump"}}
        self.call(
            "CreateEntity",
            entity_id=f"P-{self.count}",
            entity_name=f"P-{self.count}",
            parent_entity_id=f"L-{self.count // PER_LINE}",
            components=components,
        )
        self.count += 1

    def create_line(self) -> None:
        name = f"L-{self.count // PER_LINE}"
        self.call("CreateEntity", entity_id=name, entity_name=name)

    def get(self) -> None:
        assert not self.call("GetEntity", entity_id=f"P-{self.count - 1}")["hasChildEntities"]

    def update(self) -> None:
        self.call("UpdateEntity", entity_id=f"P-{self.count - 1}", description="new")

    def below(self) -> None:
        filters = [{"parentEntityId": "L-0"}]
        listed = self.call("ListEntities", filters=filters, max_results=200)
        assert len(listed["entitySummaries"]) == PER_LINE

    def remove(self) -> None:
        self.create()
        self.call("DeleteEntity", entity_id=f"P-{self.count - 1}")

    def grow(self, count: int) -> None:
        """Make entities until there are so many."""
        while self.count < count:
            if self.count % PER_LINE == 0:
                self.create_line()
            self.create()

    def costs(self) -> dict[str, int]:
        """Return the steps of each operation, on the first entity of a new line."""
        self.create_line()
        doing = (self.create, self.get, self.update, self.below, self.remove)
        return {one.__name__: steps(one) for one in doing}


def _no_client(*_: object) -> NoReturn:
    raise AssertionError("no other service is asked")


@pytest.fixture
def plant() -> Iterator[Plant]:
    configure(state_folder=None)
    plant = Plant()
    yield plant
    plant._service.close()


def test_no_operation_costs_more_in_a_large_workspace(plant: Plant) -> None:
    plant.grow(FEW)
    few = plant.costs()
    assert min(few.values()) > 20
    plant.grow(MANY)
    assert plant.costs() == pytest.approx(few, rel=0.1)
