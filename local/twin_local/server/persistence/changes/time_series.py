"""Values of SiteWise that arrive while a deployment has a checkpoint.

SiteWise keeps its values itself. But a deployment that is killed is undone, the values since its
checkpoint with it; those are put again from here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from twin_local.execution import in_process
from twin_local.server.changing_requests import VALUES_PATH
from twin_local.server.persistence.changes.change import Environ, region_of


@dataclass(frozen=True)
class ValueChanges:
    """An address is a region, a unique name and the entries of one request; an image is empty."""

    checkpointed: Callable[[], bool]
    backend: str = "iotsitewise"

    def addresses(self, environ: Environ) -> tuple[str, ...] | None:
        """Return an address for a request that puts values while there is a checkpoint."""
        if environ.get("twin.service") != self.backend or environ["PATH_INFO"] != VALUES_PATH:
            return None
        if not self.checkpointed():
            return ()
        body = environ["twin.body"].decode()
        return (json.dumps([region_of(environ), str(uuid.uuid4()), body]),)

    def image(self, account: str, address: str) -> bytes:
        """Return nothing: the address says all."""
        return b""

    def apply(self, account: str, address: str, image: bytes) -> None:
        """Put the values again: the same values at the same times change nothing."""
        region, _, body = json.loads(address)
        client = in_process.unchecked_client("iotsitewise", region)
        client.batch_put_asset_property_value(**json.loads(body))
