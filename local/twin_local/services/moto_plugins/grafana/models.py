"""The backend, one per account and region."""

from __future__ import annotations

from moto.core.base_backend import BackendDict, BaseBackend

from twin_local.services.grafana.service import Grafana


class GrafanaBackend(BaseBackend):
    """Holds the service."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.service = Grafana(account=account_id, region=region_name)


grafana_backends = BackendDict(GrafanaBackend, "grafana")
