"""Where files arrive, where published files are, and the table that says which are published."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin_constructs.secure_bucket import SecureBucket
from twin_constructs.secure_table import SecureTable

INDEX = "by-time"
QUARANTINE_DAYS = 7

CONSOLE_ORIGINS = ("https://*.cloudfront.net", "http://127.0.0.1:*")
"""Pages that may read the answers of the buckets.

The console's own domain is known only after its distribution exists, which needs the API, which
needs these buckets. Naming the domain would close that circle. CORS grants nothing here: every
request carries a signature for one key, one method and, to upload, one SHA-256, and ends within the
hour. The second origin is a page that the user's own machine serves.
"""


class SpatialStorage(Construct):
    """The uploads bucket, the assets bucket and the catalogue."""

    def __init__(self, scope: Construct, construct_id: str, *, access_logs: s3.IBucket) -> None:
        super().__init__(scope, construct_id)
        self.uploads = SecureBucket(
            self,
            "Uploads",
            access_logs=access_logs,
            event_bridge=True,
            cors=[_cors(s3.HttpMethods.PUT, headers=("x-amz-checksum-sha256", "content-type"))],
            expire_after=Duration.days(QUARANTINE_DAYS),
        ).bucket
        self.assets = SecureBucket(
            self,
            "Assets",
            access_logs=access_logs,
            cors=[_cors(s3.HttpMethods.GET, headers=("range",))],
        ).bucket
        self.catalog = SecureTable(
            self, "Catalog", index_name=INDEX, time_to_live_attribute="delete_after"
        ).table


def _cors(method: s3.HttpMethods, *, headers: tuple[str, ...]) -> s3.CorsRule:
    return s3.CorsRule(
        allowed_methods=[method],
        allowed_origins=list(CONSOLE_ORIGINS),
        allowed_headers=list(headers),
        exposed_headers=["ETag", "Content-Length", "Content-Range"],
        max_age=3600,
    )
