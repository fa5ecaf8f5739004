"""Load the instances of a site: read what there is, do what differs, until nothing does.

There is no journal. The assets themselves say how far an interrupted load came, and they cannot be
out of date; a second load, or one at the same time, therefore does what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

from twin.loading import Plan, asset_differences, attribute_differences, entity_differences
from twin.loading.errors import LoadError
from twin.loading.operations import AssetOperation
from twin.loading.plan import Operation
from twin.loading.wanted import WantedSite
from twin_local.loading.account import Account
from twin_local.loading.asset_calls import AssetCalls
from twin_local.loading.asset_reading import AssetReading
from twin_local.loading.entity_calls import EntityCalls
from twin_local.loading.entity_reading import EntityReading
from twin_local.loading.execution import Execution, Progress, Silent
from twin_local.loading.settling import wait_until_settled

ROUNDS = 5


class NotConvergedError(LoadError):
    """Others change the same assets again and again."""

    code = "LOAD_NOT_CONVERGED"


@dataclass(frozen=True)
class Loaded:
    """What a load did: the plans of its rounds, of which there are several when others load too."""

    plans: tuple[Plan, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many operations there were of each kind."""
        total: dict[str, int] = {}
        for plan in self.plans:
            for kind, count in plan.counts.items():
                total[kind] = total.get(kind, 0) + count
        return total

    @property
    def left(self) -> tuple[str, ...]:
        """Return the assets and entities that the site does not want and that stay."""
        return self.plans[-1].left


class Loader:
    """Loads a site into an account."""

    def __init__(
        self, account: Account, site: WantedSite, progress: Progress | None = None
    ) -> None:
        self._account, self._site = account, site
        self._progress: Progress = progress or Silent()
        self._assets = AssetReading(account, site.models)
        self._entities = EntityReading(account, site.workspace or "")

    def plan(self, *, delete: bool = False) -> Plan:
        """Return what there is to do; nothing is changed.

        Raises:
            LoadError: the stacks are not deployed, or an asset stands in the way.
        """
        assets = self._asset_plan(delete=delete)
        entities = self._entity_plan(delete=delete)
        return Plan((*assets.steps, *entities.steps), (*assets.left, *entities.left))

    def load(self, *, delete: bool = False) -> Loaded:
        """Make the account as the site file has it; what is done stays done if this is cut off.

        Raises:
            LoadError: an asset stands in the way, or AWS does not get done.
            ClientError: AWS refuses.
        """
        plans: list[Plan] = []
        while len(plans) < ROUNDS:
            self._settle()
            plan = self.plan(delete=delete)
            plans.append(plan)
            if self._execution().run(plan) == 0:
                return Loaded(tuple(plans))
        raise NotConvergedError(
            "others change the assets of the site at the same time",
            found=f"{ROUNDS} rounds, and still what others have done first",
            expected="one load at a time",
        )

    def _asset_plan(self, *, delete: bool) -> Plan:
        if not self._site.is_loaded:
            self._assets.require_models()
            values = self._assets.attributes(self._site.assets)
            return attribute_differences(self._site.assets, values)
        with self._progress.step("read assets", len(self._site.assets)) as read:
            observed = self._assets.site(self._site.assets, read)
        return asset_differences(
            self._site.assets, observed, prefix=self._site.prefix, delete=delete
        )

    def _entity_plan(self, *, delete: bool) -> Plan:
        if not self._is_with_entities:
            return Plan()
        with self._progress.step("read entities", len(self._site.entities)) as read:
            observed = self._entities.entities(read)
        wanted = self._site.entities_with(self._assets.model_ids)
        return entity_differences(wanted, observed, prefix=self._site.prefix, delete=delete)

    @property
    def _is_with_entities(self) -> bool:
        return self._site.is_loaded and self._site.workspace is not None

    def _execution(self) -> Execution:
        assets = AssetCalls(self._account, self._assets)
        entities = EntityCalls(self._account, self._site.workspace or "")

        def do(operation: Operation) -> bool:
            if isinstance(operation, AssetOperation):
                return assets.do(operation)
            return entities.do(operation)

        return Execution(do, self._settle, self._progress, self._account.workers)

    def _settle(self) -> None:
        if self._site.is_loaded:
            wait_until_settled(self._assets.states)
        if self._is_with_entities:
            wait_until_settled(self._entities.states)
