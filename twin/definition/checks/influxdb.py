"""What `features.influxdb` says about signals, the site has."""

from __future__ import annotations

from twin.definition.checks.scope import Scope


def check(scope: Scope) -> None:
    """Check that iot is there and that every alias is one of a measured property."""
    options = scope.site.features.influxdb
    if options is None:
        return
    if not scope.site.features.iot:
        scope.report.add(
            "FEATURE_NEEDS",
            ("features", "influxdb"),
            "influxdb is read through the entities of iot, which is switched off",
            found="influxdb",
            expected="no influxdb, or iot: true",
        )
    measured = _measured(scope)
    for alias in options.series:
        if alias not in measured:
            scope.dangling(
                ("features", "influxdb", "series", alias),
                "no measured property has this alias",
                alias,
                measured,
            )


def _measured(scope: Scope) -> list[str]:
    return [
        f"/{scope.site.name}/{asset_id}/{name}"
        for asset_id, asset in scope.site.twin.assets.items()
        if asset.type in scope.site.twin.types
        for name, found in scope.properties[asset.type].items()
        if found.kind == "measurements"
    ]
