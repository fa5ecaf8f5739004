"""Sets of bindings: documents in S3, and what points to them in the catalogue table.

Keys of the partition of the asset: `binding#head` is the newest revision, `binding#revision#<n>`
every revision, `binding#version#<n>` the newest revision for a version of the asset. An item of
`binding#<kind>#<name>` names an asset that binds a signal, variable or equipment; it is written
before the set and stays when the binding goes, so a reader looks into the set.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalogue_runtime import keys
from catalogue_runtime.pages import RecordPage, partition_page
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import ABSENT, Condition, Write, at_revision, is_revision, put
from twin.binding.binding_set import BindingSet
from twin.binding.errors import BindingRevisionUnknown, BindingsConflict
from twin.catalogue.history import Author, asset_subject, entry
from twin.catalogue.identity import AssetId
from twin_runtime.preconditions import require_revision

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

HEAD, REVISION, VERSION = "binding#head", "binding#revision#", "binding#version#"
CHUNK = 90
"""Writes of one transaction: at most 100 are allowed."""


@dataclass(frozen=True)
class BindingStore:
    """The bindings of one site."""

    catalogue: CatalogueStore
    client: S3Client
    bucket: str

    def current(self, asset_id: AssetId, *, version: int = 0) -> BindingSet:
        """Return the newest revision; before the first it is empty, for the given version."""
        return self._find(asset_id, HEAD) or BindingSet(0, version, ())

    def at_revision(self, asset_id: AssetId, revision: int) -> BindingSet:
        """Return a revision.

        Raises:
            BindingRevisionUnknown: there is none of this number.
        """
        return self._require(asset_id, f"{REVISION}{revision:08d}", f"revision {revision}")

    def at_version(self, asset_id: AssetId, version: int) -> BindingSet:
        """Return the newest revision for a version of the asset.

        Raises:
            BindingRevisionUnknown: there was never one.
        """
        return self._require(asset_id, f"{VERSION}{version:08d}", f"version {version}")

    def revisions(self, asset_id: AssetId, *, limit: int, token: str | None) -> RecordPage:
        """Return one page of what was changed when, the newest first."""
        partition = keys.asset_partition(asset_id)
        return partition_page(
            self.catalogue, partition, REVISION, limit=limit, token=token, newest_first=True
        )

    def assets_with(self, kind: str, name: str, *, limit: int, token: str | None) -> RecordPage:
        """Return one page of the assets that bind, or once bound, a name."""
        return partition_page(
            self.catalogue, f"binding#{kind}#{name}", "", limit=limit, token=token
        )

    def commit(
        self,
        asset_id: AssetId,
        before: BindingSet,
        after: BindingSet,
        *,
        author: Author,
        action: str,
        details: Mapping[str, str],
        expected: int | None = None,
    ) -> BindingSet:
        """Make a revision the newest one, with its entry in the history of the asset.

        Raises:
            RevisionMismatch: the caller expected another revision.
            BindingsConflict: another one came first.
        """
        require_revision(before.revision, expected)
        now = time.time()
        self._keep(asset_id, after)
        self._index(asset_id, before, after)
        record = _record(after, action=action, at=now, by=author.name)
        told = {**details, "binding_revision": str(after.revision)}
        change = entry(asset_subject(asset_id), action, author=author, at=now, details=told)
        self.catalogue.commit(_writes(asset_id, before, after, record), change)
        return after

    def _keep(self, asset_id: AssetId, bindings: BindingSet) -> None:
        self.client.put_object(
            Bucket=self.bucket,
            Key=_object_key(asset_id, bindings.sha256),
            Body=bindings.content,
            ContentType="application/json",
        )

    def _index(self, asset_id: AssetId, before: BindingSet, after: BindingSet) -> None:
        names = sorted(set(_names(after)) - set(_names(before)))
        record = {"database_id": asset_id.database_id, "asset_key": asset_id.asset_key}
        writes = [put(keys.key(f"binding#{name}", str(asset_id)), record) for name in names]
        for at in range(0, len(writes), CHUNK):
            self.catalogue.transact(writes[at : at + CHUNK])

    def _require(self, asset_id: AssetId, sort: str, what: str) -> BindingSet:
        found = self._find(asset_id, sort)
        if found is None:
            raise BindingRevisionUnknown(
                f"the bindings have no {what}", found=what, where=str(asset_id)
            )
        return found

    def _find(self, asset_id: AssetId, sort: str) -> BindingSet | None:
        record = self.catalogue.read(_key(asset_id, sort))
        if record is None:
            return None
        key = _object_key(asset_id, record["sha256"])
        answer = self.client.get_object(Bucket=self.bucket, Key=key)
        return BindingSet.parse(answer["Body"].read(), revision=record["revision"])


def _record(bindings: BindingSet, *, action: str, at: float, by: str) -> dict[str, Any]:
    return {
        "revision": bindings.revision,
        "version": bindings.version,
        "sha256": bindings.sha256,
        "bindings": len(bindings.bindings),
        "waiting": sum(binding.state == "review" for binding in bindings.bindings),
        "action": action,
        "at": at,
        "by": by,
    }


def _writes(
    asset_id: AssetId, before: BindingSet, after: BindingSet, record: dict[str, Any]
) -> list[Write]:
    """Return the writes that make a revision the newest one after another one."""
    refusal = BindingsConflict(
        "somebody else changed the bindings at the same moment",
        expected="the same request once more",
        where=str(asset_id),
    )
    first = Condition(ABSENT, refusal=refusal)
    condition = is_revision(before.revision, refusal) if before.revision else first
    more = at_revision(after.revision)
    return [
        put(_key(asset_id, HEAD), record, more=more, condition=condition),
        put(_key(asset_id, f"{REVISION}{after.revision:08d}"), record),
        put(_key(asset_id, f"{VERSION}{after.version:08d}"), record),
    ]


def _names(bindings: BindingSet) -> Iterator[str]:
    for binding in bindings.bindings:
        yield from (f"signal#{alias}" for alias in binding.signals)
        yield from (f"variable#{model}#{name}" for model, name in binding.variables)
        if binding.equipment:
            yield f"equipment#{binding.equipment}"


def _object_key(asset_id: AssetId, sha256: str) -> str:
    return f"bindings/{asset_id}/{sha256}.json"


def _key(asset_id: AssetId, sort: str) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    return keys.key(keys.asset_partition(asset_id), sort)
