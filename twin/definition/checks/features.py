"""Features have what they need, where the site is."""

from __future__ import annotations

from twin.definition.checks.scope import Scope
from twin.definition.retired import REGIONS


def check(scope: Scope) -> None:
    """Check the features and the region."""
    features = scope.site.features
    for name in ("edge", "simulation"):
        if name in features.model_fields_set and getattr(features, name) and not features.iot:
            scope.report.add(
                "FEATURE_NEEDS",
                ("features", name),
                f"{name} works on the signals of iot, which is switched off",
                found="true",
                expected="false, or iot: true",
            )
    if features.iot and scope.site.region not in REGIONS:
        scope.report.add(
            "REGION_UNSUPPORTED",
            ("region",),
            "AWS IoT SiteWise and AWS IoT TwinMaker are not both in this region",
            found=scope.site.region,
            expected=f"one of {', '.join(sorted(REGIONS))}; or the feature iot switched off",
        )
