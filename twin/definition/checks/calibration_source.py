"""A window is read from a source that the site has."""

from __future__ import annotations

from twin.definition.checks.scope import Scope
from twin.recalibration.sources import window_sources


def check(scope: Scope) -> None:
    """Check that the feature of each calibration's source is switched on."""
    for _, equipment, key in scope.types():
        for name, model in equipment.models.items():
            if model.calibration is None:
                continue
            source = window_sources()[model.calibration.window_source]
            if source.feature and not getattr(scope.site.features, source.feature):
                scope.report.add(
                    "FEATURE_NEEDS",
                    (*key, "models", name, "calibration", "window_source"),
                    "the site does not say where this source is",
                    found=source.name,
                    expected=f"features.{source.feature} in the site file, or another source",
                )
