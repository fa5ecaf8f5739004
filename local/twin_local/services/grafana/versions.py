"""The versions of Grafana that a workspace can have, and from which to which it can go.

An upgrade cannot be taken back. Which versions a region offers at a time is not published for
machines; these are the ones that the user guide names.
https://docs.aws.amazon.com/grafana/latest/userguide/AMG-workspace-version-update.html
"""

from __future__ import annotations

from twin_local.services.grafana.exceptions import ValidationException

VERSIONS = ("8.4", "9.4", "10.4", "12.4", "13.1")
NEWEST = VERSIONS[-1]


def later_than(version: str) -> tuple[str, ...]:
    """Return the versions that a workspace of a version can go to."""
    return VERSIONS[VERSIONS.index(version) + 1 :]


def check(version: str) -> str:
    """Return a version if there is it.

    Raises:
        ValidationException: there is not.
    """
    if version not in VERSIONS:
        raise ValidationException(f"grafanaVersion is one of {', '.join(VERSIONS)}")
    return version
