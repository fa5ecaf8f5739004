"""Refuse what the CDK's command line asks of CloudTrail after a failure, instead of failing.

moto answers an operation that it lacks with status 500, which SDKs take for a passing trouble and
try again, for half a minute.
"""

from __future__ import annotations

from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.responses import ActionResult

from twin_local.services.cloudformation.exceptions import NotImplementedLocally


def install() -> None:
    """Have LookupEvents say that there is no such operation here."""
    CloudTrailResponse.lookup_events = _lookup_events  # type: ignore[attr-defined]


def _lookup_events(_: CloudTrailResponse) -> ActionResult:
    raise NotImplementedLocally("cloudtrail:LookupEvents is not implemented by the embedded AWS")
