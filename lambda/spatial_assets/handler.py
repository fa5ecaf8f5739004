"""/databases and what is below: assets, files and versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spatial_assets import assets, databases, files, versions
from twin_runtime.http import ProxyResponse, serve


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on the catalogue."""
    return serve(
        event,
        {
            "listDatabases": databases.list_databases,
            "createDatabase": databases.create_database,
            "getDatabase": databases.get_database,
            "updateDatabase": databases.update_database,
            "deleteDatabase": databases.delete_database,
            "listAssets": assets.list_assets,
            "createAsset": assets.create_asset,
            "getAsset": assets.get_asset,
            "updateAsset": assets.update_asset,
            "deleteAsset": assets.delete_asset,
            "restoreAsset": assets.restore_asset,
            "purgeAsset": assets.purge_asset,
            "listFiles": files.list_files,
            "getFile": files.get_file,
            "deleteFile": files.delete_file,
            "listFileVersions": files.list_file_versions,
            "getFileVersion": files.get_file_version,
            "getFileUrl": files.get_file_url,
            "listVersions": versions.list_versions,
            "createVersion": versions.create_version,
            "getVersion": versions.get_version,
            "listVersionFiles": versions.list_version_files,
        },
    )
