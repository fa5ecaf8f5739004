"""The firewall in front of a site's API."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twin.definition.names import Part


class FirewallOptions(Part):
    """A web ACL on the API's stage; it bills every month, used or not (`twin plan`)."""

    requests_in_five_minutes: Annotated[int, Field(ge=10, le=2_000_000_000)] = 10_000
    """How many requests one address may send in five minutes.

    https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
    """
