"""What a site converts at a time is enough for its largest job."""

from __future__ import annotations

from twin.definition.checks.scope import Scope
from twin.spatial.converters import converters


def check(scope: Scope) -> None:
    """Check that there are conversions to limit, and that every job can begin."""
    stated = scope.site.spatial.conversions
    if stated.model_fields_set and not scope.site.features.spatial:
        scope.report.add(
            "FEATURE_NEEDS",
            ("spatial", "conversions"),
            "it is about conversions of spatial, which is switched off",
            found="conversions",
            expected="no conversions, or the feature spatial",
        )
    largest = _largest_job(scope)
    if stated.maximum_vcpus < largest:
        scope.report.add(
            "CONVERSIONS_INVALID",
            ("spatial", "conversions", "maximum_vcpus"),
            "the largest job of a converter could never begin",
            found=str(stated.maximum_vcpus),
            expected=f"at least {largest}",
        )


def _largest_job(scope: Scope) -> int:
    """Return the processors of the largest job on the queue, those with GPUs have their own."""
    pipelines = scope.site.spatial.pipelines.values()
    own = [size.vcpus for one in pipelines if not one.gpus for size in one.sizes]
    return max([*own, *(size.vcpus for each in converters() for size in each.sizes)])
