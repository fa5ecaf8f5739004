"""What the window of a calibration may read beside SiteWise: what the site's models name."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from twin.compile.window_sources import SourcePlan
from twin.recalibration.window_source import FileSource, HttpSource
from twin_constructs.iot.secrets import read_secret
from twin_constructs.spatial.grants import list_bucket, use_objects


def read_sources(role: iam.Role, bucket: s3.IBucket, plans: Iterable[SourcePlan]) -> None:
    """Let a role read the token of each database, and the files of a bucket."""
    for plan in plans:
        if isinstance(plan.source, HttpSource):
            read_secret(role, plan.source.secret(plan.site))
        elif isinstance(plan.source, FileSource):
            use_objects(role, bucket, plan.source.prefix, "GetObject")
            list_bucket(role, bucket)
