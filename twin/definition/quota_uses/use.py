"""One use of a quota."""

from __future__ import annotations

from dataclasses import dataclass

from twin.definition.key_path import KeyPath
from twin.quota import QUOTAS, Quota


@dataclass(frozen=True)
class Use:
    """`count` of the quota named `quota`, made by what stands at `key` in the site file."""

    quota: str
    count: float
    key: KeyPath

    @property
    def of(self) -> Quota:
        """Return the quota as AWS gives it by default."""
        return QUOTAS[self.quota]
