"""Operations on the files of an asset."""

from __future__ import annotations

import time
from dataclasses import replace

from catalogue_runtime import files
from catalogue_runtime.access import asset_id_of, author_of, permitted_asset
from catalogue_runtime.made import find_derivative
from catalogue_runtime.revision import Draft, revise_asset
from spatial_assets.services import storage, store
from spatial_assets.views import file_body, stored_file_body
from spatial_runtime.asset_storage import URL_SECONDS
from twin.catalogue.asset import Asset
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.naming import valid_path, valid_prefix, version_number
from twin_runtime.http import Answer, Body, Request
from twin_runtime.preconditions import entity_tag, expected_revision


def list_files(request: Request) -> Body:
    """Answer one page of the working tree in the order of the paths."""
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    page = files.file_page(
        catalogue,
        asset.asset_id,
        prefix=valid_prefix(request.one("prefix") or ""),
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    return {"files": [file_body(file) for file in page.files], "next_token": page.next_token}


def get_file(request: Request) -> Answer:
    """Answer the newest version of a file; its ETag is the asset's, by which it is deleted."""
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    file = files.file(catalogue, asset.asset_id, _path(request))
    return Answer(200, file_body(file), entity_tag(asset.revision))


def delete_file(request: Request) -> Answer:
    """Take a file out of the working tree; its versions stay."""
    catalogue, expected, path = store(), expected_revision(request), _path(request)
    asset = permitted_asset(request, catalogue)

    def change(before: Asset) -> Draft:
        file = files.file(catalogue, before.asset_id, path)
        writes = tuple(files.removal_writes(before.asset_id, file))
        return Draft(before, "deleteFile", writes, {"path": path, "number": str(file.number)})

    after = revise_asset(
        catalogue, asset.asset_id, change, author=author_of(request), expected=expected
    )
    body = {"path": path, "revision": after.revision}
    return Answer(200, body, entity_tag(after.revision))


def list_file_versions(request: Request) -> Body:
    """Answer one page of the versions of a file, the newest first."""
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    page = files.file_version_page(
        catalogue,
        asset.asset_id,
        _path(request),
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    return {"files": [file_body(file) for file in page.files], "next_token": page.next_token}


def get_file_version(request: Request) -> Body:
    """Answer one version of a file."""
    return file_body(_version(request))


def get_file_url(request: Request) -> Body:
    """Answer a short-lived address of a version of a file, or of a derivative of it."""
    file = _wanted(request, _version(request))
    return {
        "url": storage().address(file),
        "expires_at": time.time() + URL_SECONDS,
        **stored_file_body(file),
    }


def _version(request: Request) -> FileVersion:
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    number = version_number(request.path["number"])
    return files.file(catalogue, asset.asset_id, _path(request), number)


def _wanted(request: Request, version: FileVersion) -> StoredFile:
    derivative = request.one("derivative")
    if derivative is None:
        # Uploaded bytes may be a page with scripts: they are never shown as one.
        return replace(version.source, media_type="application/octet-stream")
    converter = request.one("converter")
    return find_derivative(store(), asset_id_of(request), version, derivative, converter).file


def _path(request: Request) -> str:
    return valid_path(request.path["file_path"], "file_path")
