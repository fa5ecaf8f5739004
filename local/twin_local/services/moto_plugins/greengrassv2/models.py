"""The backend, one per account and region."""

from __future__ import annotations

from moto.core.base_backend import BackendDict, BaseBackend

from twin_local.execution import iot_bus
from twin_local.services.greengrassv2.core_devices import TOPIC
from twin_local.services.greengrassv2.service import Greengrass


class GreengrassV2Backend(BaseBackend):
    """Holds the service, which hears what core devices report over IoT Core."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.service = Greengrass(account=account_id, region=region_name)
        self._reports = iot_bus.subscribe(TOPIC, self._report)

    def reset(self) -> None:
        """Begin anew, and no longer hear for what was before."""
        self._reports.close()
        super().reset()

    def _report(self, message: iot_bus.Message) -> None:
        self.service.core_devices.report(message.topic, message.payload, message.time)


greengrassv2_backends = BackendDict(GreengrassV2Backend, "greengrassv2")
