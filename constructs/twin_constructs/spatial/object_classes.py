"""How long objects of the assets bucket stay, by what they are.

What exists once stays for ever; what can be made again goes by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_s3 as s3

from twin.catalogue.archive.archive import PREFIX as ARCHIVES


@dataclass(frozen=True)
class ObjectClass:
    """One class: where its objects are, and when they go; None is never.

    `rarely_read_after_days` is when they move to the storage class for what is rarely read; S3
    leaves objects of less than 128 KB where they are.
    """

    prefix: str
    what: str
    expire_after_days: int | None = None
    rarely_read_after_days: int | None = None
    keep_replaced_days: int = 30


OBJECT_CLASSES: tuple[ObjectClass, ...] = (
    ObjectClass("sources/", "uploaded files", rarely_read_after_days=90),
    ObjectClass("versions/", "lists of the files of versions"),
    ObjectClass("derivatives/", "what was made from uploaded files", keep_replaced_days=7),
    ObjectClass(
        "diffs/",
        "comparisons of versions",
        expire_after_days=30,
        keep_replaced_days=1,
    ),
    ObjectClass(
        ARCHIVES,
        "ZIP files of versions",
        expire_after_days=2,
        keep_replaced_days=1,
    ),
)


def add_lifecycle(bucket: s3.Bucket) -> None:
    """Give a bucket a rule for each class."""
    for one in OBJECT_CLASSES:
        bucket.add_lifecycle_rule(
            prefix=one.prefix,
            expiration=_days(one.expire_after_days),
            noncurrent_version_expiration=_days(one.keep_replaced_days),
            transitions=_transitions(one),
        )


def _transitions(one: ObjectClass) -> list[s3.Transition] | None:
    after = _days(one.rarely_read_after_days)
    if after is None:
        return None
    return [
        s3.Transition(
            storage_class=s3.StorageClass.INFREQUENT_ACCESS,
            transition_after=after,
        )
    ]


def _days(number: int | None) -> Duration | None:
    return None if number is None else Duration.days(number)
