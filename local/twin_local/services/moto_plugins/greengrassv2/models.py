"""The backend, one per account and region."""

from __future__ import annotations

from moto.core.base_backend import BackendDict, BaseBackend

from twin_local.services.greengrassv2.service import Greengrass


class GreengrassV2Backend(BaseBackend):
    """Holds the service."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.service = Greengrass(account=account_id, region=region_name)


greengrassv2_backends = BackendDict(GreengrassV2Backend, "greengrassv2")
