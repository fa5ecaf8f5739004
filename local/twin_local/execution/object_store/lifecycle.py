"""S3 Lifecycle: which objects, versions and uploads a rule ends, and when.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.s3.models import (
    FakeBucket,
    FakeDeleteMarker,
    FakeKey,
    FakeMultipart,
    LifecycleRule,
    S3Backend,
)
from moto.s3.models import s3_backends as stores

from twin_local.execution.object_store.removal import expiring
from twin_local.execution.types import Foreign

DAY_S = 86_400
INITIATED_AT = "initiated_at"
"""What an upload bears besides moto's attributes: when it began, by the machine's time."""

Clocked = Callable[[float], float]
"""Return what the clock showed at a moment of the machine's time."""


@dataclass(frozen=True)
class Lifecycle:
    """Applies the lifecycle rules of one account's buckets."""

    account: str
    clocked: Clocked
    machine_now: Callable[[], float]

    @property
    def is_needed(self) -> bool:
        """Say whether any bucket has an enabled rule."""
        return any(True for _, bucket in self._buckets() for _ in _enabled(bucket))

    def apply(self, now: float) -> dict[str, int]:
        """End what is over at `now`; return how many objects, versions and uploads by bucket."""
        ended: dict[str, int] = {}
        for backend, bucket in self._buckets():
            count = sum(self._rule(backend, bucket, rule, now) for rule in _enabled(bucket))
            if count:
                ended[bucket.name] = count
        return ended

    def _buckets(self) -> Iterator[tuple[S3Backend, FakeBucket]]:
        for backend in list(stores[self.account].values()):
            for bucket in list(backend.buckets.values()):
                yield backend, bucket

    def _rule(self, backend: S3Backend, bucket: FakeBucket, rule: LifecycleRule, now: float) -> int:
        count = 0
        for name in list(bucket.keys):
            versions = list(bucket.keys.getlist(name) or [])
            if versions and _is_meant(backend, rule, versions[-1], name):
                count += self._current(backend, bucket, rule, versions, now)
                count += self._noncurrent(backend, bucket, rule, versions, now)
        return count + self._uploads(backend, bucket, rule, now)

    def _current(
        self,
        backend: S3Backend,
        bucket: FakeBucket,
        rule: LifecycleRule,
        versions: list[Foreign],
        now: float,
    ) -> int:
        newest = versions[-1]
        if isinstance(newest, FakeDeleteMarker):
            is_alone = len(versions) == 1 and str(rule.expired_object_delete_marker) == "true"
            return self._delete(backend, bucket, newest, newest.version_id) if is_alone else 0
        if rule.expiration_days:
            is_over = self._is_over(newest, int(rule.expiration_days), now)
        else:
            is_over = bool(rule.expiration_date) and _seconds(rule.expiration_date) <= now
        return self._delete(backend, bucket, newest, None) if is_over else 0

    def _noncurrent(
        self,
        backend: S3Backend,
        bucket: FakeBucket,
        rule: LifecycleRule,
        versions: list[Foreign],
        now: float,
    ) -> int:
        """A version is noncurrent since the one after it came."""
        if not rule.nve_noncurrent_days:
            return 0
        days = int(rule.nve_noncurrent_days)
        return sum(
            self._delete(backend, bucket, version, version.version_id)
            for version, successor in itertools.pairwise(versions)
            if self._is_over(successor, days, now)
        )

    def _uploads(
        self, backend: S3Backend, bucket: FakeBucket, rule: LifecycleRule, now: float
    ) -> int:
        if not rule.aimu_days:
            return 0
        count = 0
        for upload in list(bucket.multiparts.values()):
            if not upload.key_name.startswith(_prefix(rule)):
                continue
            if now >= _midnight(self.clocked(self._initiated(upload)), int(rule.aimu_days)):
                backend.abort_multipart_upload(bucket.name, upload.id)
                count += 1
        return count

    def _initiated(self, upload: FakeMultipart) -> float:
        if not hasattr(upload, INITIATED_AT):
            setattr(upload, INITIATED_AT, self.machine_now())
        return float(getattr(upload, INITIATED_AT))

    def _is_over(self, version: Foreign, days: int, now: float) -> bool:
        made = version.last_modified.replace(tzinfo=UTC).timestamp()
        return now >= _midnight(self.clocked(made), days)

    def _delete(
        self, backend: S3Backend, bucket: FakeBucket, version: Foreign, version_id: str | None
    ) -> int:
        if isinstance(version, FakeKey) and version_id and version.is_locked(False):
            return 0
        with expiring():
            backend.delete_object(bucket.name, _name(version), version_id=version_id)
        return 1


def _enabled(bucket: FakeBucket) -> Iterator[LifecycleRule]:
    return (rule for rule in bucket.rules if rule.status == "Enabled")


def _midnight(moment: float, days: int) -> float:
    """Return the first midnight (UTC) at least so many days after a moment."""
    return math.ceil((moment + days * DAY_S) / DAY_S) * DAY_S


def _prefix(rule: LifecycleRule) -> str:
    both = rule.filter.and_filter if rule.filter else None
    found = (both.prefix if both else rule.filter.prefix) if rule.filter else rule.prefix
    return found or ""


def _is_meant(backend: S3Backend, rule: LifecycleRule, version: Foreign, name: str) -> bool:
    """Say whether a rule's prefix and tags fit an object."""
    if not name.startswith(_prefix(rule)):
        return False
    wanted: dict[str, str] = {}
    if rule.filter and rule.filter.and_filter:
        wanted = dict(rule.filter.and_filter.tags)
    elif rule.filter and rule.filter.tag_key:
        wanted = {rule.filter.tag_key: rule.filter.tag_value or ""}
    if not wanted:
        return True
    if not isinstance(version, FakeKey):
        return False
    tags = backend.tagger.get_tag_dict_for_resource(version.arn)
    return all(tags.get(key) == value for key, value in wanted.items())


def _name(version: Foreign) -> str:
    found = version
    while isinstance(found, FakeDeleteMarker):
        found = found.key
    return str(found.name)


def _seconds(date: str | None) -> float:
    moment = datetime.fromisoformat(str(date).replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
