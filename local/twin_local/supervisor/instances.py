"""Makes what a deployment leaves to the loader: instances of large sites, values of attributes."""

from __future__ import annotations

from collections.abc import Callable

from twin.definition import SiteDefinition
from twin.loading.site import wanted_site
from twin_local.loading.account import Account
from twin_local.loading.loader import Loader
from twin_local.supervisor.deployment import flush
from twin_local.supervisor.layout import Layout


def load_instances(
    layout: Layout, definition: SiteDefinition, *, tell: Callable[[str], None]
) -> None:
    """Load the site that has just been deployed; nothing is deleted.

    A load that is cut off needs no checkpoint: the next start loads what is missing.

    Raises:
        LoadError: an asset stands in the way.
    """
    if not definition.features.iot:
        return
    loaded = Loader(Account(definition.region, layout.endpoint_url), wanted_site(definition)).load()
    if loaded.counts:
        tell("loaded " + ", ".join(f"{count} {kind}" for kind, count in loaded.counts.items()))
        flush(layout)
    if loaded.left:
        tell(f"no longer in the site file, and kept: {', '.join(loaded.left)}")
