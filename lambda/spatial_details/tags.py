"""Operations on tags."""

from __future__ import annotations

from dataclasses import replace

from catalogue_runtime.access import (
    author_of,
    permitted_asset,
    permitted_database,
    require_after,
)
from catalogue_runtime.revision import Draft
from catalogue_runtime.tag_counts import tag_counts
from spatial_details.services import set_changed, store
from twin.catalogue.asset import Asset
from twin.catalogue.naming import valid_tags
from twin_runtime.http import Answer, Body, Request
from twin_runtime.page_token import Question, foreign_token, read_token, write_token
from twin_runtime.preconditions import entity_tag


def list_tags(request: Request) -> Body:
    """Answer one page of the tags that assets of a database have, with the number of assets.

    Who may read the database sees them all, whichever of its assets they may read.
    """
    catalogue = store()
    database = permitted_database(request, catalogue)
    question = {"list": f"tags of {database.database_id}"}
    limit, token = request.integer("limit"), request.one("next_token")
    after = "" if token is None else _position(question, token)
    counts = tag_counts(catalogue, database.database_id)
    left = [tag for tag in sorted(counts) if tag > after]
    page = left[:limit]
    return {
        "tags": [{"tag": tag, "assets": counts[tag]} for tag in page],
        "next_token": write_token(question, page[-1]) if len(left) > limit else None,
    }


def change_tags(request: Request) -> Answer:
    """Add tags to an asset and remove others from it; what is there or gone already stays so."""
    catalogue, body = store(), request.json()
    asset = permitted_asset(request, catalogue)
    add = valid_tags(body.get("add", []), "add")
    remove = valid_tags(body.get("remove", []), "remove")

    def change(before: Asset) -> Draft | None:
        tags = valid_tags(sorted({*before.tags, *add} - set(remove)))
        if tags == before.tags:
            return None
        after = replace(before, tags=tags)
        require_after(request, after)
        return Draft(after, "changeTags")

    changed = set_changed(catalogue, asset.asset_id, change, author=author_of(request))
    body = {"tags": list(changed.tags), "revision": changed.revision}
    return Answer(200, body, entity_tag(changed.revision))


def _position(question: Question, token: str) -> str:
    position = read_token(question, token)
    if not isinstance(position, str):
        raise foreign_token()
    return position
