"""Where files arrive, where published files are, and the table that says which are published."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.spatial.upload import SESSION_DAYS
from twin_constructs.secure_bucket import SecureBucket
from twin_constructs.secure_table import SecureTable
from twin_constructs.spatial.object_classes import add_lifecycle

INDEX = "by-time"
QUARANTINE_DAYS = 7
"""How long what arrived stays, refused files too, where no operation of the API reads it."""


class SpatialStorage(Construct):
    """The uploads bucket, the assets bucket and the catalogue.

    Pages of the console's origin may read the answers of the buckets, and no others; without a
    console no page may. CORS grants nothing: every request carries a signature for one key and one
    method and ends within the hour.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        access_logs: s3.IBucket,
        console_origin: str | None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.uploads = SecureBucket(
            self,
            "Uploads",
            access_logs=access_logs,
            event_bridge=True,
            cors=_cors(
                console_origin,
                s3.HttpMethods.PUT,
                headers=("x-amz-checksum-sha256", "x-amz-checksum-crc64nvme", "content-type"),
            ),
            expire_after=Duration.days(QUARANTINE_DAYS),
            abort_uploads_after=Duration.days(SESSION_DAYS + 1),
        ).bucket
        self.assets = SecureBucket(
            self,
            "Assets",
            access_logs=access_logs,
            cors=_cors(console_origin, s3.HttpMethods.GET, headers=("range",)),
        ).bucket
        add_lifecycle(self.assets)
        self.catalog = SecureTable(
            self, "Catalog", index_name=INDEX, time_to_live_attribute="delete_after"
        ).table


def _cors(
    origin: str | None, method: s3.HttpMethods, *, headers: tuple[str, ...]
) -> tuple[s3.CorsRule, ...]:
    if origin is None:
        return ()
    rule = s3.CorsRule(
        allowed_methods=[method],
        allowed_origins=[origin],
        allowed_headers=list(headers),
        exposed_headers=["ETag", "Content-Length", "Content-Range"],
        max_age=3600,
    )
    return (rule,)
