"""Which account a site's instances go into: the embedded AWS of a running twin, or the site's."""

from __future__ import annotations

from pathlib import Path

from twin.definition import SiteDefinition
from twin.errors import TwinError
from twin.quota import quota
from twin_local.loading.account import Account
from twin_local.supervisor.status import read_status

RATE = "asset_operations_per_second"


class NoSuchTwinError(TwinError):
    """No local twin of the site runs."""

    code = "TWIN_NOT_RUNNING"
    status = 404


def embedded_account(definition: SiteDefinition, state: Path) -> Account:
    """Return the account of the local twin that runs with a state folder; nothing slows it down.

    Raises:
        NoSuchTwinError: none runs, or one of another site.
    """
    status = read_status(state)
    if status is None or not status.running or status.site != definition.name:
        raise NoSuchTwinError(
            f"no local twin of the site {definition.name} runs",
            found=f"one of {status.site}" if status and status.running else "none",
            where=f"twin up --site {definition.name}, or --profile for a deployed one",
        )
    return Account(status.region, status.endpoint_url)


def deployed_account(definition: SiteDefinition) -> Account:
    """Return the account of the site, as the SDK's own settings reach it.

    Calls keep to the rate that the site file or the table of quotas has.

    Raises:
        WrongAccountError: the credentials are of another account.
    """
    rate = definition.quotas.get(RATE, quota(RATE))
    account = Account(definition.region, operations_per_second=rate)
    account.require(definition.account)
    return account
