"""The errors of Amazon Managed Grafana; botocore's model gives each its HTTP status.

ServiceException
├── ValidationException             400
├── ServiceQuotaExceededException   402
├── ResourceNotFoundException       404
└── ConflictException               409
"""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class ValidationException(ServiceException):
    """The request isn't valid."""

    code = "ValidationException"

    def __init__(self, message: str, *, reason: str = "FIELD_VALIDATION_FAILED") -> None:
        super().__init__(message)
        self.reason = reason
        self.field_list: list[dict[str, str]] = []


class _OfResource(ServiceException):
    def __init__(self, message: str, *, resource_id: str, resource_type: str) -> None:
        super().__init__(message)
        self.resource_id = resource_id
        self.resource_type = resource_type


class ResourceNotFoundException(_OfResource):
    """The resource can't be found."""

    code = "ResourceNotFoundException"


class ConflictException(_OfResource):
    """The resource exists, or is under change."""

    code = "ConflictException"


class ServiceQuotaExceededException(_OfResource):
    """There would be more than the quota allows."""

    code = "ServiceQuotaExceededException"
    service_code = "grafana"

    def __init__(self, message: str, *, resource_id: str, resource_type: str, quota: str) -> None:
        super().__init__(message, resource_id=resource_id, resource_type=resource_type)
        self.quota_code = quota
