"""Operations on aliases of assets; each is one asset's in a database."""

from __future__ import annotations

from dataclasses import replace

from access_runtime.guard import guard_of
from catalogue_runtime import keys
from catalogue_runtime.access import (
    asset_as_resource,
    author_of,
    database_id_of,
    permitted_asset,
)
from catalogue_runtime.revision import Draft
from catalogue_runtime.writes import ABSENT, Condition, delete, put
from spatial_details.services import once, set_changed, store
from twin.catalogue.alias import MAXIMUM_ALIASES, valid_alias
from twin.catalogue.asset import Asset
from twin.catalogue.detail_errors import AliasesTooMany, AliasTaken, AliasUnknown
from twin.catalogue.identity import AssetId
from twin_runtime.http import Answer, Body, Request
from twin_runtime.preconditions import entity_tag


def resolve_alias(request: Request) -> Body:
    """Answer the asset that has an alias, a deleted one too."""
    catalogue, database_id = store(), database_id_of(request)
    alias = valid_alias(request.path["alias"])
    unknown = AliasUnknown("no asset has this alias", found=ascii(alias)[:80], where=database_id)
    record = catalogue.read(keys.alias_key(database_id, alias))
    asset = catalogue.find_asset(AssetId(database_id, record["asset_key"])) if record else None
    if asset is None:
        raise unknown
    guard_of(request).require(asset_as_resource(asset), unknown=unknown)
    return {
        "alias": alias,
        "database_id": database_id,
        "asset_key": asset.asset_id.asset_key,
        "title": asset.title,
        "deleted": asset.is_deleted,
    }


def add_alias(request: Request) -> Answer:
    """Give an asset an alias; one that it has stays."""
    return once(request, _add)


def remove_alias(request: Request) -> Answer:
    """Take an alias from an asset; then another one may have it."""
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    alias = valid_alias(request.path["alias"])

    def change(before: Asset) -> Draft:
        if alias not in before.aliases:
            raise AliasUnknown(
                "the asset has no such alias",
                found=ascii(alias)[:80],
                where=str(before.asset_id),
            )
        left = tuple(one for one in before.aliases if one != alias)
        removal = delete(keys.alias_key(before.asset_id.database_id, alias))
        return Draft(replace(before, aliases=left), "removeAlias", (removal,))

    return _answer(set_changed(catalogue, asset.asset_id, change, author=author_of(request)))


def _add(request: Request) -> Answer:
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    alias = valid_alias(request.json().get("alias"))

    def change(before: Asset) -> Draft | None:
        if alias in before.aliases:
            return None
        if len(before.aliases) >= MAXIMUM_ALIASES:
            raise AliasesTooMany(
                "the asset has as many aliases as it may have",
                found=str(len(before.aliases)),
                expected=f"at most {MAXIMUM_ALIASES}",
                where=str(before.asset_id),
            )
        after = replace(before, aliases=tuple(sorted({*before.aliases, alias})))
        claim = put(
            keys.alias_key(before.asset_id.database_id, alias),
            {"asset_key": before.asset_id.asset_key},
            condition=Condition(ABSENT, refusal=_taken(alias)),
        )
        return Draft(after, "addAlias", (claim,))

    return _answer(set_changed(catalogue, asset.asset_id, change, author=author_of(request)))


def _taken(alias: str) -> AliasTaken:
    """Return the error of an alias of another asset, which the caller may not know of."""
    return AliasTaken(
        "another asset of the database has this alias",
        found=ascii(alias)[:80],
        expected="another alias; a deleted asset keeps its own until it is removed for good",
        where="alias",
    )


def _answer(asset: Asset) -> Answer:
    body = {"aliases": list(asset.aliases), "revision": asset.revision}
    return Answer(200, body, entity_tag(asset.revision))
