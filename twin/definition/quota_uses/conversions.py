"""What the conversions of a site reserve in functions, and what its container jobs may take."""

from __future__ import annotations

from collections.abc import Iterator

from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition
from twin.spatial.converters import converters

UNRESERVED = 100
"""Executions that every account keeps for functions that reserve none.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield what the site file states; what it leaves open takes what the account has free."""
    if not site.features.spatial:
        return
    conversions, at = site.spatial.conversions, ("spatial", "conversions")
    if conversions.at_once is not None:
        images = len({converter.image for converter in converters()})
        reserved = conversions.at_once * images + UNRESERVED
        yield Use("lambda_concurrent_executions", reserved, (*at, "at_once"))
    if "maximum_vcpus" in conversions.model_fields_set:
        yield Use("fargate_spot_vcpus", conversions.maximum_vcpus, (*at, "maximum_vcpus"))
