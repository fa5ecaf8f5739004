"""moto's view of AWS IoT SiteWise."""

from .models import iotsitewise_backends

__all__ = ["iotsitewise_backends"]
