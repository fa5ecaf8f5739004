"""Operations on the versions of an asset."""

from __future__ import annotations

import time
from dataclasses import replace

from catalogue_runtime import files, versions
from catalogue_runtime.access import author_of, permitted_asset
from catalogue_runtime.metadata_check import require_valid_metadata
from catalogue_runtime.revision import Draft, revise_asset
from spatial_assets.services import file_lists, store
from spatial_assets.views import version_body, version_file_body
from spatial_runtime.announce import tell_kept
from twin.catalogue.asset import Asset
from twin.catalogue.errors import VersionUnchanged
from twin.catalogue.naming import valid_prefix, valid_text, version_number
from twin.catalogue.version import AssetVersion, paths_below, version_of
from twin_runtime import clients
from twin_runtime.http import Answer, Body, Request
from twin_runtime.idempotency import answer_once
from twin_runtime.page_token import foreign_token, read_token, write_token
from twin_runtime.settings import setting


def list_versions(request: Request) -> Body:
    """Answer one page of the versions of an asset, the newest first."""
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    page = versions.version_page(
        catalogue,
        asset.asset_id,
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    rows = [version_body(version) for version in page.versions]
    return {"versions": rows, "next_token": page.next_token}


def create_version(request: Request) -> Answer:
    """Keep the working tree as a version; answer 201 with it."""
    return answer_once(request, clients.dynamodb(), setting("CATALOG_TABLE"), _create)


def get_version(request: Request) -> Body:
    """Answer one version."""
    _, version = _version(request)
    return version_body(version)


def list_version_files(request: Request) -> Body:
    """Answer one page of the files of a version in the order of their paths."""
    asset, version = _version(request)
    limit, token = request.integer("limit"), request.one("next_token")
    prefix = valid_prefix(request.one("prefix") or "")
    question = {"asset": str(asset.asset_id), "version": str(version.number), "prefix": prefix}
    start = 0 if token is None else _position(question, token)
    entries = paths_below(file_lists().read(asset.asset_id, version).entries, prefix)
    end = start + limit
    return {
        "files": [version_file_body(entry) for entry in entries[start:end]],
        "next_token": write_token(question, end) if end < len(entries) else None,
    }


def _create(request: Request) -> Answer:
    catalogue, author = store(), author_of(request)
    comment = valid_text(request.json().get("comment", ""), "comment")
    asset = permitted_asset(request, catalogue)
    made: list[AssetVersion] = []

    def change(before: Asset) -> Draft:
        require_valid_metadata(catalogue, before)
        tree = files.working_tree(catalogue, before.asset_id)
        version = version_of(
            before, tree, comment=comment, created_at=time.time(), created_by=author.name
        )
        newest = versions.find_version(catalogue, before.asset_id, before.version)
        if newest is not None and newest.is_same_as(version):
            raise VersionUnchanged(
                "nothing changed since the newest version",
                found=f"version {newest.number}",
                expected="a change of the files, title, type, tags or metadata",
                where=str(before.asset_id),
            )
        file_lists().keep(before.asset_id, tree)
        made[:] = [version]
        return Draft(
            replace(before, version=version.number),
            "createVersion",
            (versions.version_put(before.asset_id, version),),
            {"comment": comment[:200]},
        )

    revise_asset(catalogue, asset.asset_id, change, author=author)
    tell_kept(asset.asset_id, made[0].number)
    return Answer(201, version_body(made[0]))


def _version(request: Request) -> tuple[Asset, AssetVersion]:
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    number = version_number(request.path["number"])
    return asset, versions.version(catalogue, asset.asset_id, number)


def _position(question: dict[str, str], token: str) -> int:
    position = read_token(question, token)
    if not isinstance(position, int) or isinstance(position, bool) or position < 0:
        raise foreign_token()
    return position
