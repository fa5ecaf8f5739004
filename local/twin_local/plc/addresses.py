"""Check the addresses of a site document against what the PLC knows."""

from __future__ import annotations

import re

from twin.errors import TwinError
from twin.site_document import SiteDocument

_NODE_ID = re.compile(r"ns=2;s=(?P<key>[^;]+)")


class UnknownPlcAddress(TwinError):
    """The site file names an address that this PLC does not have."""

    code = "UNKNOWN_PLC_ADDRESS"


def address_key(address: str) -> str | None:
    """Return the identifier of a node id such as `ns=2;s=P-101.speed`, or None."""
    match = _NODE_ID.fullmatch(address)
    return match["key"] if match else None


def check_addresses(
    site: SiteDocument, readable: frozenset[str], setpoints: frozenset[str]
) -> None:
    """Raise `UnknownPlcAddress` naming every address that the physics does not know."""
    unknown = [
        f"{signal.alias} at {signal.address}"
        for signal in site.signals
        if signal.address is not None and address_key(signal.address) not in readable
    ]
    unknown += [
        f"{command.id} at {command.address}"
        for command in site.commands
        if address_key(command.address) not in setpoints
    ]
    if unknown:
        raise UnknownPlcAddress(
            f"the simulated PLC does not know {len(unknown)} addresses of site {site.name}",
            found="; ".join(unknown),
            expected="ns=2;s= and one of " + ", ".join(sorted(readable)),
            where="the measurements and commands of the site file",
        )
