"""Amazon Resource Names, split."""

from __future__ import annotations

from dataclasses import dataclass


class ArnError(ValueError):
    """A text is not an ARN."""


@dataclass(frozen=True)
class Arn:
    """`arn:partition:service:region:account:resource`."""

    text: str
    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def resource_id(self) -> str:
        """The resource without its type: what follows the first `:` or `/`."""
        for index, character in enumerate(self.resource):
            if character in ":/":
                return self.resource[index + 1 :]
        return self.resource


def parse(text: str) -> Arn:
    """Split an ARN.

    Raises:
        ArnError: the text has fewer than six parts or does not begin with `arn`.
    """
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        raise ArnError(f"{text!r} is not an ARN")
    return Arn(text, parts[1], parts[2], parts[3], parts[4], parts[5])
