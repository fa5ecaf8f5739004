"""Operations on comments on versions of assets; what they said before is in the history."""

from __future__ import annotations

import time
from dataclasses import asdict

from catalogue_runtime import keys
from catalogue_runtime.access import author_of, permitted_asset
from catalogue_runtime.pages import partition_page
from catalogue_runtime.presence import present
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import version
from catalogue_runtime.writes import ABSENT, Condition, Write, at_revision, delete, is_revision, put
from spatial_details.services import once, store
from spatial_details.views import comment_body
from twin.catalogue.asset import Asset
from twin.catalogue.change import FieldChange
from twin.catalogue.comment import Comment, is_comment_id, new_comment, valid_comment
from twin.catalogue.detail_errors import CommentUnknown
from twin.catalogue.history import asset_subject, entry
from twin.catalogue.identity import AssetId
from twin.catalogue.naming import version_number
from twin_runtime.http import Answer, Body, Request
from twin_runtime.preconditions import (
    entity_tag,
    expected_revision,
    require_revision,
    revision_mismatch,
)


def list_comments(request: Request) -> Body:
    """Answer one page of the comments on a version, the newest first."""
    catalogue = store()
    asset = permitted_asset(request, catalogue, deleted=True)
    page = partition_page(
        catalogue,
        keys.asset_partition(asset.asset_id),
        _prefix(_version(request, catalogue, asset)),
        limit=request.integer("limit"),
        token=request.one("next_token"),
        newest_first=True,
    )
    rows = [comment_body(Comment(**record)) for record in page.records]
    return {"comments": rows, "next_token": page.next_token}


def add_comment(request: Request) -> Answer:
    """Comment on a version; answer 201 with the comment."""
    return once(request, _add)


def update_comment(request: Request) -> Answer:
    """Give a comment of one's own another text."""
    catalogue, expected = store(), expected_revision(request)
    text = valid_comment(request.json().get("text"))
    asset, before = _own(request, catalogue, expected)
    after = before.rewritten(text, at=time.time())
    condition = is_revision(expected, revision_mismatch(expected))
    _commit(request, catalogue, asset, before, after, _put(asset.asset_id, after, condition))
    return Answer(200, comment_body(after), entity_tag(after.revision))


def delete_comment(request: Request) -> Answer:
    """Delete a comment of one's own; administrators delete any."""
    catalogue, expected = store(), expected_revision(request)
    asset, comment = _own(request, catalogue, expected)
    condition = is_revision(expected, revision_mismatch(expected))
    removal = delete(_key(asset.asset_id, comment.version, comment.comment_id), condition)
    _commit(request, catalogue, asset, comment, None, removal)
    return Answer(200, comment_body(comment))


def _add(request: Request) -> Answer:
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    text = valid_comment(request.json().get("text"))
    number = _version(request, catalogue, asset)
    comment = new_comment(number, text, author=author_of(request), at=time.time())
    write = _put(asset.asset_id, comment, Condition(ABSENT))
    _commit(request, catalogue, asset, None, comment, write)
    return Answer(201, comment_body(comment), entity_tag(comment.revision))


def _own(request: Request, catalogue: CatalogueStore, expected: int) -> tuple[Asset, Comment]:
    """Return the comment of a request whose caller may change it, with its asset."""
    asset = permitted_asset(request, catalogue)
    number, comment_id = _version(request, catalogue, asset), request.path["comment_id"]
    key = _key(asset.asset_id, number, comment_id)
    record = catalogue.read(key) if is_comment_id(comment_id) else None
    if record is None:
        raise CommentUnknown("the version has no such comment", found=ascii(comment_id)[:80])
    comment, caller = Comment(**record), request.authenticated
    comment.check_author(caller.subject, is_admin=caller.role == "admin")
    require_revision(comment.revision, expected)
    return asset, comment


def _commit(
    request: Request,
    catalogue: CatalogueStore,
    asset: Asset,
    before: Comment | None,
    after: Comment | None,
    write: Write,
) -> None:
    comment = after or before
    assert comment is not None  # a change has a before or an after
    note = entry(
        asset_subject(asset.asset_id),
        request.operation_id,
        author=author_of(request),
        at=time.time(),
        fields=(FieldChange("comment", before and before.text, after and after.text),),
        details={"version": str(comment.version), "comment_id": comment.comment_id},
    )
    catalogue.commit([write, present(asset.asset_id)], note)


def _version(request: Request, catalogue: CatalogueStore, asset: Asset) -> int:
    """Return the number of the request's version, which must be there."""
    number = version_number(request.path["number"])
    return version(catalogue, asset.asset_id, number).number


def _put(asset_id: AssetId, comment: Comment, condition: Condition) -> Write:
    return put(
        _key(asset_id, comment.version, comment.comment_id),
        asdict(comment),
        more=at_revision(comment.revision),
        condition=condition,
    )


def _key(asset_id: AssetId, number: int, comment_id: str) -> keys.Key:
    return keys.key(keys.asset_partition(asset_id), f"{_prefix(number)}{comment_id}")


def _prefix(number: int) -> str:
    return f"comment#{number:08d}#"
