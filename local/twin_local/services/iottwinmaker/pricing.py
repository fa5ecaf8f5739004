"""The pricing plan of the account, on which it depends whether the graph may be queried.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/tm-pricing-mode.html
A new account has the STANDARD plan. AWS changes the plan at once from BASIC to STANDARD and from
either to a bundle; here every change is at once.
"""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import AccessDeniedException, ValidationException
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.registry import Registry
from twin_local.services.settings import SETTINGS

NAME = "current"
BUNDLE = "TIERED_BUNDLE"
TIERS = ((1_000, "TIER_1"), (5_000, "TIER_2"), (10_000, "TIER_3"))
"""Up to how many entities a bundle has which tier; above it is TIER_4."""


class Pricing:
    """The operations on the pricing plan."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def operations(self) -> Operations:
        """Return the operations on the pricing plan."""
        return {"GetPricingPlan": self._get, "UpdatePricingPlan": self._update}

    def require_queries(self) -> None:
        """Require a plan under which the graph may be queried.

        Raises:
            AccessDeniedException: the plan is BASIC.
        """
        if self._plan()["pricingMode"] == "BASIC":
            raise AccessDeniedException("the pricing mode BASIC has no queries of the graph")

    def _plan(self) -> Json:
        kept = self._registry.get("pricing plan", "", NAME)
        if kept is not None:
            return kept
        default = {"pricingMode": "STANDARD", "updateReason": "DEFAULT"}
        return {**default, "effectiveDateTime": 0, "updateDateTime": 0}

    def _shown(self) -> Json:
        plan = {key: value for key, value in self._plan().items() if key not in ("name", "bundles")}
        count = sum(
            self._registry.count("entity", one["workspaceId"])
            for one in self._registry.all("workspace")
        )
        bundles = self._plan().get("bundles")
        about = {"bundleInformation": {"bundleNames": bundles, "pricingTier": _tier(count)}}
        return {**plan, "billableEntityCount": count, **(about if bundles else {})}

    def _get(self, _: Json) -> Json:
        return {"currentPricingPlan": self._shown()}

    def _update(self, request: Json) -> Json:
        mode, bundles = request["pricing_mode"], request.get("bundle_names")
        if (mode == BUNDLE) != bool(bundles):
            raise ValidationException(f"bundleNames are given with {BUNDLE}, and only then")
        now = SETTINGS.now()
        plan = {
            "name": NAME,
            "pricingMode": mode,
            "updateReason": "PRICING_MODE_UPDATE",
            "effectiveDateTime": now,
            "updateDateTime": now,
            **({"bundles": bundles} if bundles else {}),
        }
        self._registry.put("pricing plan", "", NAME, plan)
        return {"currentPricingPlan": self._shown()}


def _tier(entities: int) -> str:
    return next((tier for most, tier in TIERS if entities <= most), "TIER_4")
