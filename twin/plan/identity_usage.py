"""What Amazon Cognito bills beyond its free users: programs' tokens, users of other directories.

https://docs.aws.amazon.com/cognito/latest/developerguide/tracking-cost.html
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.access.machine_tokens import TOKEN_VALID_S
from twin.cost import metering
from twin.definition.site import SiteDefinition
from twin.plan.usage_line import UsageLine, priced

MINIMUM_TOKENS = metering.DAYS_PER_MONTH * metering.SECONDS_PER_DAY / TOKEN_VALID_S


def identity_usage(site: SiteDefinition) -> Iterator[UsageLine]:
    """Yield what programs need at least, and what one more federated user costs."""
    access = site.access
    if access.machine_clients:
        tokens = len(access.machine_clients) * MINIMUM_TOKENS
        hours = TOKEN_VALID_S // 3600
        note = f"programs that keep a token for its {hours} hours; each further request adds one"
        yield priced("cognito_machine_tokens", tokens, site.region, note)
    if access.identity_providers.names:
        note = "for each user of an identity provider; the first 50 of an account are free"
        yield priced("cognito_federated_users", 1, site.region, note)
