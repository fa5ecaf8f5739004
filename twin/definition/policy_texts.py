"""The Cedar policies that a site file names, read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twin.access.site_access import SiteAccess
from twin.definition.access import AccessDefinition

if TYPE_CHECKING:
    from twin.access.policies.reading import PolicyText


def policy_texts(access: AccessDefinition) -> Iterator[tuple[int, PolicyText]]:
    """Yield the policies of each source that has a text, with the number of the source."""
    if not access.policies:
        return
    # The policy engine is an extension module: only a site with policies of its own loads it.
    from twin.access.policies.reading import read_policies

    readable = SiteAccess(
        metadata=tuple(access.metadata.items()), user_attributes=tuple(access.user_attributes)
    )
    for number, source in enumerate(access.policies):
        if source.text:
            name = source.file or f"policies[{number}]"
            yield number, read_policies(name, source.text, readable)
