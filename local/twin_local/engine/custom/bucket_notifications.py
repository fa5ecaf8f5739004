"""`Custom::S3BucketNotifications`: the notification configuration of a bucket."""

from __future__ import annotations

from typing import ClassVar

from twin_local.engine.custom.native import NativeResource
from twin_local.engine.json_value import Json, Properties


class BucketNotifications(NativeResource):
    """Writes the notification configuration that the template gives."""

    honoured: ClassVar[frozenset[str]] = frozenset(
        {"BucketName", "NotificationConfiguration", "Managed", "SkipDestinationValidation"}
    )

    def apply(self, properties: Properties, before: Properties | None) -> dict[str, Json]:
        """Put the configuration."""
        self._put(properties["BucketName"], properties["NotificationConfiguration"])
        return {}

    def remove(self, properties: Properties) -> None:
        """Put an empty configuration."""
        self._put(properties["BucketName"], {})

    def _put(self, bucket: str, configuration: Properties) -> None:
        self.clients.call(
            "s3",
            "PutBucketNotificationConfiguration",
            {"Bucket": bucket, "NotificationConfiguration": configuration},
        )
