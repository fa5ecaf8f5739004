"""What AWS allows by default: `quotas.yaml`, read, dated and asked by name."""

from twin.quota.table import (
    DATED,
    MAXIMUM_AGE_MONTHS,
    QUOTAS,
    Quota,
    is_overdue,
    months_old,
    quota,
)

__all__ = [
    "DATED",
    "MAXIMUM_AGE_MONTHS",
    "QUOTAS",
    "Quota",
    "is_overdue",
    "months_old",
    "quota",
]
