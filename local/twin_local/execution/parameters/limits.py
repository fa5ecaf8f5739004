"""How long the value of a parameter may be, in each tier.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
"""

from __future__ import annotations

from typing import Any

from moto.ssm.exceptions import ValidationException
from moto.ssm.models import SimpleSystemManagerBackend

from twin_local.execution.patching import before

LONGEST_STANDARD = 4 * 1024
LONGEST_ADVANCED = 8 * 1024


def install() -> None:
    """Check values before moto takes them."""
    before(SimpleSystemManagerBackend, "put_parameter", _check_value)


def _check_value(backend: SimpleSystemManagerBackend, *args: Any, **rest: Any) -> None:
    _check(str(rest.get("value", args[2] if len(args) > 2 else "")), rest.get("tier"))


def _check(value: str, tier: str | None) -> None:
    longest = LONGEST_STANDARD if tier in (None, "Standard") else LONGEST_ADVANCED
    if len(value.encode()) <= longest:
        return
    name = "Standard" if longest == LONGEST_STANDARD else "Advanced"
    advice = (
        " To create a larger parameter value, upgrade the parameter to use the advanced-parameter"
        " tier. For more information, see"
        " https://docs.aws.amazon.com/systems-manager/latest/userguide/"
        "parameter-store-advanced-parameters.html"
    )
    raise ValidationException(
        f"{name} tier parameters support a maximum parameter value of {longest} characters."
        f"{advice if longest == LONGEST_STANDARD else ''}"
    )
