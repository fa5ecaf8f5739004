"""Links between assets: written on both ends, with the history of both, or not at all.

Keys: `asset#<db>/<key>` / `link#<kind>#<db>/<key of the other>` on either end. `order#<kind>` /
`order` counts the links of a kind that leads upwards: two links that close a circle only together
cannot both be written, for each is checked against all links before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.pages import partition_items
from catalogue_runtime.presence import present
from catalogue_runtime.store import CatalogueStore, history_entry
from catalogue_runtime.writes import (
    ABSENT,
    PRESENT,
    Condition,
    Write,
    at_revision,
    delete,
    is_revision,
    put,
)
from twin.catalogue.change import FieldChange
from twin.catalogue.detail_errors import LinkUnknown
from twin.catalogue.errors import CatalogueConflict
from twin.catalogue.history import Author, asset_subject, entry
from twin.catalogue.identity import AssetId
from twin.catalogue.link import Link, LinkKind
from twin.catalogue.link_cycles import check_no_cycle

LINK = "link#"
ATTEMPTS = 8


def link_key(link: Link) -> keys.Key:
    """Return the key of a link at the end that sees it so."""
    return keys.key(keys.asset_partition(link.asset_id), f"{LINK}{link.kind}#{link.other}")


def link_of(record: Any) -> Link:  # noqa: ANN401 - a record
    """Return the link of its JSON object."""
    ends = {name: AssetId(**record[name]) for name in ("asset_id", "other")}
    return Link(**{**record, **ends})


def add_link(store: CatalogueStore, link: Link, *, author: Author) -> Link:
    """Link two assets and return the link; one that is there gets the metadata of this one.

    Raises:
        AssetUnknown, AssetDeleted: one of its ends.
        LinkCycle, LinkTooDeep: the lower end would be above the upper one, or may be.
        CatalogueConflict: others were faster again and again.
    """
    for attempt in range(1, ATTEMPTS + 1):
        for asset_id in (link.asset_id, link.other):
            store.asset(asset_id)
        record = store.read(link_key(link))
        found = link_of(record) if record is not None else None
        if found is not None and found.metadata == link.metadata:
            return found
        made = link if found is None else replace(found, metadata=link.metadata)
        order = [] if found is not None else _ordered(store, made)
        notes = _notes("createLink", found, made, author=author, at=link.created_at)
        try:
            store.transact([*_puts(found, made), *order, *notes])
        except CatalogueConflict:
            if attempt == ATTEMPTS:
                raise
        else:
            return made
    raise AssertionError("every attempt returns or raises")


def remove_link(store: CatalogueStore, link: Link, *, author: Author, at: float) -> None:
    """Remove a link from both of its ends; its kind and ends count.

    Raises:
        LinkUnknown: the two are not linked so.
    """
    unknown = LinkUnknown("the two assets are not linked so", found=f"{link.kind} {link.other}")
    record = store.read(link_key(link))
    if record is None:
        raise unknown
    found = link_of(record)
    store.transact(
        [
            delete(link_key(found), Condition(PRESENT, refusal=unknown)),
            delete(link_key(found.seen_from_other())),
            *_notes("deleteLink", found, None, author=author, at=at),
        ]
    )


def remove_links(store: CatalogueStore, asset_id: AssetId, *, author: Author, at: float) -> int:
    """Remove all links of an asset that is about to be removed for good; return their number."""
    count = 0
    for kind, other in _ends(store, asset_id, LINK):
        link = Link(kind, asset_id, other, {}, at, author.subject)
        try:
            remove_link(store, link, author=author, at=at)
        except LinkUnknown:  # somebody was faster
            continue
        count += 1
    return count


def _puts(found: Link | None, made: Link) -> Iterator[Write]:
    """Yield the writes of both ends of a link between assets that are there."""
    condition = Condition(ABSENT if found is None else PRESENT)
    for end in (made, made.seen_from_other()):
        yield put(link_key(end), asdict(end), condition=condition)
        yield present(end.asset_id)


def _ordered(store: CatalogueStore, link: Link) -> list[Write]:
    """Check that a link closes no circle; return the write that orders it after all before it."""
    upwards = link.upwards()
    if upwards is None:
        return []
    kind, key = upwards.kind, keys.key(f"order#{upwards.kind}", "order")
    record = store.read(key)
    count = 0 if record is None else int(record["count"])
    check_no_cycle(upwards, lambda asset_id: _above(store, asset_id, kind))
    condition = is_revision(count) if count else Condition(ABSENT)
    return [put(key, {"count": count + 1}, more=at_revision(count + 1), condition=condition)]


def _above(store: CatalogueStore, asset_id: AssetId, kind: LinkKind) -> Iterator[AssetId]:
    return (other for _, other in _ends(store, asset_id, f"{LINK}{kind}#"))


def _ends(
    store: CatalogueStore, asset_id: AssetId, prefix: str
) -> Iterator[tuple[LinkKind, AssetId]]:
    """Yield kind and other end of the links of an asset, from their keys alone."""
    partition = keys.asset_partition(asset_id)
    for item in partition_items(store, partition, prefix, attributes=("sk",)):
        kind, _, other = item["sk"]["S"].removeprefix(LINK).partition("#")
        database_id, _, asset_key = other.partition("/")
        yield kind, AssetId(database_id, asset_key)


def _notes(
    action: str, before: Link | None, after: Link | None, *, author: Author, at: float
) -> Iterator[Write]:
    """Yield the entries of the histories of both ends, each naming the other end."""
    seen = after or before
    if seen is None:
        return
    change = FieldChange(
        "link",
        dict(before.metadata) if before else None,
        dict(after.metadata) if after else None,
    )
    for end in (seen, seen.seen_from_other()):
        details = {
            "kind": end.kind,
            "database_id": end.other.database_id,
            "asset_key": end.other.asset_key,
        }
        note = entry(
            asset_subject(end.asset_id),
            action,
            author=author,
            at=at,
            fields=(change,),
            details=details,
        )
        yield history_entry(note)
