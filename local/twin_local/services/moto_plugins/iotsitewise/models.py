"""The backend, one per account and region."""

from __future__ import annotations

from moto.core.base_backend import BackendDict, BaseBackend

from twin_local.execution import iot_bus
from twin_local.services.iotsitewise.service import SiteWise


class IoTSiteWiseBackend(BaseBackend):
    """Holds the service; its notifications go on the message bus of IoT Core."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.service = SiteWise(account=account_id, region=region_name, publish=iot_bus.publish)


iotsitewise_backends = BackendDict(IoTSiteWiseBackend, "iotsitewise")
