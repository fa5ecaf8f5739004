"""The console: static files on S3 behind CloudFront, the API on the same origin under /api."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.file_upload import FileUpload
from twin_constructs.secure_bucket import SecureBucket
from twin_constructs.staging import ROOT, StagingError

NO_FIREWALL = (
    "Static files without input, and an API that verifies a token on every call; a web ACL bills "
    "at least five dollars a month idle and is the customer's choice"
)
DEFAULT_CERTIFICATE = (
    "The distribution uses the cloudfront.net certificate until the customer brings a domain; "
    "viewers are redirected to HTTPS"
)
WORLDWIDE = "Operators may be anywhere; who may sign in is decided by the user pool"


class Console(Construct):
    """The distribution that serves the console and forwards `/api/*` to the REST API."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        api_host: str,
        access_logs: s3.IBucket,
        connect_sources: tuple[str, ...],
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = SecureBucket(self, "Files", access_logs=access_logs).bucket
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            default_root_object="index.html",
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(self.bucket),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
                response_headers_policy=self._headers(connect_sources),
            ),
            additional_behaviors={
                "/api/*": cloudfront.BehaviorOptions(
                    origin=origins.HttpOrigin(api_host),
                    viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
                    allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
                    cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
                    origin_request_policy=(
                        cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER
                    ),
                )
            },
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            log_bucket=None,
            enable_logging=False,
        )
        acknowledge(
            self.distribution,
            {
                "AwsSolutions-CFR1": WORLDWIDE,
                "AwsSolutions-CFR2": NO_FIREWALL,
                "AwsSolutions-CFR3": (
                    "The API logs every call and the bucket every file that the distribution "
                    "fetches; a third copy would only add cost"
                ),
                "AwsSolutions-CFR4": DEFAULT_CERTIFICATE,
            },
        )

    def publish(self, *, configuration: Mapping[str, object]) -> None:
        """Upload the built console and its `config.json`."""
        FileUpload(
            self,
            "Upload",
            bucket=self.bucket,
            sources=[
                deployment.Source.asset(str(_built())),
                deployment.Source.json_data("config.json", configuration),
            ],
            distribution=self.distribution,
            invalidate=["/index.html", "/config.json"],
        )

    def _headers(self, connect_sources: tuple[str, ...]) -> cloudfront.ResponseHeadersPolicy:
        connect = " ".join(("'self'", *connect_sources))
        policy = (
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
            f"style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src {connect} "
            "blob: data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            "form-action 'self'"
        )
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=policy, override=True
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.days(365),
                    include_subdomains=True,
                    override=True,
                ),
            ),
        )


def _built() -> Path:
    folder = ROOT / "web" / "dist"
    if not (folder / "index.html").is_file():
        raise StagingError(f"the console is not built: {folder} has no index.html; run `make web`")
    return folder
