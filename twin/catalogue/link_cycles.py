"""Whether a link upwards would close a circle: a walk with a bound."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from twin.catalogue.detail_errors import LinkCycle, LinkTooDeep
from twin.catalogue.identity import AssetId
from twin.catalogue.link import Link

MAXIMUM_ABOVE = 1000
"""Assets that a walk visits at most; each is a query."""

Above = Callable[[AssetId], Iterable[AssetId]]
"""Answers what stands directly above an asset in one relation."""


def check_no_cycle(link: Link, above: Above, *, maximum: int = MAXIMUM_ABOVE) -> None:
    """Refuse a link that would put an asset above itself.

    `link` is seen from its lower end. The error names the two ends only: who asks may not know
    what stands between them.

    Raises:
        LinkCycle: the lower end is above the upper one already.
        LinkTooDeep: more than `maximum` assets stand above.
    """
    seen = {link.other}
    waiting = deque(seen)
    while waiting:
        for asset_id in above(waiting.popleft()):
            if asset_id == link.asset_id:
                raise LinkCycle(
                    f"{link.asset_id} is above {link.other} already",
                    found=f"{link.asset_id} {link.kind} {link.other}",
                    expected="a link that closes no circle",
                    where=str(link.asset_id),
                )
            if asset_id not in seen:
                seen.add(asset_id)
                waiting.append(asset_id)
        if len(seen) > maximum:
            raise LinkTooDeep(
                f"more than {maximum} assets stand above {link.other}",
                expected="a shallower structure",
                where=str(link.other),
            )
