"""How many resources, parameters and outputs a template has, and how they may be named.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

from __future__ import annotations

import re

from twin_local.engine.errors import TemplateError
from twin_local.engine.json_value import Properties

MAXIMUM_IN_SECTION = {"Mappings": 200, "Outputs": 200, "Parameters": 200, "Resources": 500}
LONGEST_DESCRIPTION_BYTES = 1024
LOGICAL_ID = re.compile("[A-Za-z0-9]{1,255}")


def check_limits(raw: Properties, *, stack: str) -> None:
    """Require that a template is not more than CloudFormation takes.

    Raises:
        TemplateError: a section has too many members, a name is not alphanumeric, or the
            description is too long.
    """
    for section, maximum in MAXIMUM_IN_SECTION.items():
        number = len(raw.get(section, {}))
        if number > maximum:
            raise TemplateError(
                f"Template format error: Number of {section.lower()}, {number}, is greater than"
                f" maximum allowed, {maximum}",
                found=str(number),
                expected=f"at most {maximum}",
                where=stack,
            )
        _check_names(section, raw, stack)
    size = len(str(raw.get("Description", "")).encode())
    if size > LONGEST_DESCRIPTION_BYTES:
        raise TemplateError(
            "Template format error: 'Description' length is greater than"
            f" {LONGEST_DESCRIPTION_BYTES}.",
            found=f"{size} bytes",
            expected=f"at most {LONGEST_DESCRIPTION_BYTES}",
            where=stack,
        )


def _check_names(section: str, raw: Properties, stack: str) -> None:
    for name in raw.get(section, {}):
        if LOGICAL_ID.fullmatch(name) is None:
            raise TemplateError(
                f"Template format error: {section[:-1]} name {name} is non alphanumeric.",
                found=name,
                expected="letters and digits",
                where=stack,
            )
