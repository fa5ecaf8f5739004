"""The end of a conversion that publishes nothing: of an upload, or on request."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue_runtime.conversions import find_conversion
from catalogue_runtime.store import CatalogueStore
from spatial_runtime.conversion_record import record
from twin.catalogue.identity import AssetId
from twin.spatial.conversion import Conversion
from twin.spatial.conversion_errors import stopped_on_request
from twin_runtime.logging import logger


@dataclass(frozen=True)
class RequestEnding:
    """Ends conversions on request for one execution of the workflow."""

    store: CatalogueStore
    execution: str

    def record(self, place: tuple[AssetId, str], error: Mapping[str, str]) -> None:
        """Record why a conversion made nothing, unless it is over or another execution has it."""
        found = find_conversion(self.store, *place)
        if found is None or found.is_over or found.execution != self.execution:
            logger().warning("nothing to end", extra={"conversion": place[1]})
            return
        ended = found.failed(reason_of_end(found, error), at=time.time())
        record(self.store, ended, found)


def reason_of_end(conversion: Conversion | None, error: Mapping[str, str]) -> Mapping[str, str]:
    """Return why a conversion ended: that somebody stopped it comes first."""
    if conversion is None or not conversion.cancelled_by:
        return error
    return stopped_on_request().to_dict()
