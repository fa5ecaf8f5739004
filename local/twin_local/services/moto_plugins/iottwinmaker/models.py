"""The backend, one per account and region."""

from __future__ import annotations

import importlib

from moto.core.base_backend import BackendDict, BaseBackend

from twin_local.services.documents import Json
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.iottwinmaker.service import TwinMaker


class IoTTwinMakerBackend(BaseBackend):
    """Holds the service; its SiteWise connector reads the SiteWise of the same account."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.service = TwinMaker(account=account_id, region=region_name, latest=self._latest)

    def _latest(self, asset_id: str, name: str) -> Json | None:
        backends = importlib.import_module("moto.iotsitewise").iotsitewise_backends
        service: SiteWise = backends[self.account_id][self.region_name].service
        return service.latest_by_name(asset_id, name)


iottwinmaker_backends = BackendDict(IoTTwinMakerBackend, "iottwinmaker")
