"""Requests of AWS IoT SiteWise."""

from __future__ import annotations

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.model_driven.response import ModelDrivenResponse

from .models import iotsitewise_backends


class IoTSiteWiseResponse(ModelDrivenResponse):
    """Serves the operations from botocore's model."""

    SERVICE = "iotsitewise"
    BACKENDS = iotsitewise_backends
    INVALID = InvalidRequestException
