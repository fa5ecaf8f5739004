"""The catalogue as its callers see it: short words for the requests of its tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.integration.spatial.plane import STEP, Reply, SpatialPlane
from twin_runtime import clients

DATABASE = "/databases/{database_id}"
ASSETS = f"{DATABASE}/assets"
ASSET = f"{ASSETS}/{{asset_key}}"
FILES = f"{ASSET}/files"
FILE = f"{FILES}/{{file_path}}"
VERSIONS = f"{ASSET}/versions"


@dataclass
class Catalogue:
    """Requests of one caller about one database."""

    plane: SpatialPlane
    database_id: str = "site"

    def path(self, asset_key: str = "", **more: str) -> dict[str, str]:
        key = {"asset_key": asset_key} if asset_key else {}
        return {"database_id": self.database_id, **key, **more}

    def database(self, **fields: object) -> Reply:
        body = {"database_id": self.database_id, "title": "North", **fields}
        return self.plane.ask("POST", "/databases", body)

    def create(self, asset_key: str, **fields: object) -> Reply:
        body = {"asset_key": asset_key, "title": "A pump", **fields}
        return self.plane.ask("POST", ASSETS, body, self.path())

    def get(self, asset_key: str) -> Reply:
        return self.plane.ask("GET", ASSET, path=self.path(asset_key))

    def change(self, asset_key: str, known: Reply, **fields: object) -> Reply:
        return self.plane.ask("PATCH", ASSET, fields, self.path(asset_key), headers=known.etag)

    def delete(self, asset_key: str, known: Reply | None = None) -> Reply:
        headers = (known or self.get(asset_key)).etag
        return self.plane.ask("DELETE", ASSET, path=self.path(asset_key), headers=headers)

    def action(self, asset_key: str, action: str, known: Reply | None = None) -> Reply:
        headers = (known or self.get(asset_key)).etag
        resource = f"{ASSET}/{action}"
        return self.plane.ask("POST", resource, path=self.path(asset_key), headers=headers)

    def keep(
        self, asset_key: str, comment: str = "", headers: dict[str, str] | None = None
    ) -> Reply:
        body = {"comment": comment}
        return self.plane.ask("POST", VERSIONS, body, self.path(asset_key), headers=headers)

    def page(self, resource: str, asset_key: str = "", **query: object) -> Reply:
        given = {name: [str(value)] for name, value in query.items()}
        return self.plane.ask("GET", resource, path=self.path(asset_key), query=given)

    def all(self, resource: str, member: str, asset_key: str = "", **query: object) -> list[Any]:
        """Return what all pages of a list hold."""
        rows: list[Any] = []
        token: dict[str, object] = {}
        while True:
            reply = self.page(resource, asset_key, **query, **token)
            assert reply.status == 200, reply.body
            rows += reply.body[member]
            if reply.body["next_token"] is None:
                return rows
            token = {"next_token": reply.body["next_token"]}

    def publish(
        self, asset_key: str, path: str, content: bytes = STEP, derivative: bytes = b"glTF"
    ) -> dict[str, Any]:
        """Upload, convert and publish a file into the working tree alone."""
        return self._publish(asset_key, path, content, derivative, hold=True)

    def publish_version(
        self, asset_key: str, path: str, content: bytes = STEP, derivative: bytes = b"glTF"
    ) -> dict[str, Any]:
        """Upload, convert and publish a file as a version of its asset."""
        return self._publish(asset_key, path, content, derivative, hold=False)

    def _publish(
        self, asset_key: str, path: str, content: bytes, derivative: bytes, *, hold: bool
    ) -> dict[str, Any]:
        upload_id = self.plane.uploaded(
            content,
            path.rpartition("/")[2],
            database_id=self.database_id,
            asset_key=asset_key,
            path=path,
            hold=hold,
        )
        outcome = self.plane.inspect(upload_id, execution=upload_id)
        if outcome["decision"] == "convert":
            self.plane.convert(outcome, derivative)
        return dict(self.plane.publish(outcome))


def items() -> list[dict[str, Any]]:
    """Return every item of the table."""
    pages = clients.dynamodb().get_paginator("scan").paginate(TableName="catalog")
    return [item for page in pages for item in page["Items"]]


def objects(bucket: str = "assets") -> list[str]:
    """Return the keys of all objects."""
    pages = clients.s3().get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [found["Key"] for page in pages for found in page.get("Contents", [])]
