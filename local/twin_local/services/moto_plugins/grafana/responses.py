"""Requests of Amazon Managed Grafana."""

from __future__ import annotations

from twin_local.services.grafana.exceptions import ValidationException
from twin_local.services.model_driven.response import ModelDrivenResponse

from .models import grafana_backends


class GrafanaResponse(ModelDrivenResponse):
    """Serves the operations from botocore's model."""

    SERVICE = "grafana"
    BACKENDS = grafana_backends
    INVALID = ValidationException
