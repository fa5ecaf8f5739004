"""moto's view of Amazon Managed Grafana."""

from .models import grafana_backends

__all__ = ["grafana_backends"]
