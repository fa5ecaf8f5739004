"""The backend, one per account and region."""

from __future__ import annotations

import importlib

from botocore.client import BaseClient
from moto.core.base_backend import BackendDict, BaseBackend

from twin_local.execution import in_process
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.iottwinmaker.service import TwinMaker


class IoTTwinMakerBackend(BaseBackend):
    """Holds the service; it calls the other services of the same embedded AWS, as its roles."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.service = TwinMaker(
            account=account_id,
            region=region_name,
            clients=self._client,
            revision=self._sitewise_revision,
        )

    def _sitewise_revision(self) -> int:
        backends = importlib.import_module("moto.iotsitewise").iotsitewise_backends
        service: SiteWise = backends[self.account_id][self.region_name].service
        return service.revision

    def _client(self, service: str, role: str | None) -> BaseClient:
        client: BaseClient = in_process.client(service, self.region_name, role)
        return client


iottwinmaker_backends = BackendDict(IoTTwinMakerBackend, "iottwinmaker")
