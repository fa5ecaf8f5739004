"""Where derivatives are: an address made of what they are made from, so that equal is stored once.

`derivatives/<SHA-256 of the source>/<tool>-<parameters>/<file>`, in the assets bucket. Nothing is
published by being there: only the catalogue publishes.
"""

from __future__ import annotations

from dataclasses import dataclass

MANIFEST = "manifest.json"
RUN = "run.json"
"""What the run that wrote the derivatives used; not one of them."""

_SHORT = 16


@dataclass(frozen=True)
class Recipe:
    """What decides the bytes of derivatives; all digests are SHA-256 in hexadecimal."""

    source_sha256: str
    converter: str
    tool_digest: str
    parameters_digest: str

    @property
    def prefix(self) -> str:
        """Return the folder of the derivatives, without a slash at its end."""
        tool, parameters = self.tool_digest[:_SHORT], self.parameters_digest[:_SHORT]
        return f"{derivatives_prefix(self.source_sha256)}{self.converter}-{tool}-{parameters}"

    @property
    def manifest_key(self) -> str:
        """Return the key of the manifest."""
        return f"{self.prefix}/{MANIFEST}"


def source_key(sha256: str) -> str:
    """Return the key of an original in the assets bucket."""
    return f"sources/{sha256}"


def derivatives_prefix(sha256: str) -> str:
    """Return where everything is that was made from an original."""
    return f"derivatives/{sha256}/"
