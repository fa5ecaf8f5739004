"""An asset as the commands on folders see it."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.cli.client import ApiClient, ApiRefused, Json, Query


@dataclass(frozen=True)
class RemoteAsset:
    """One asset of one database."""

    client: ApiClient
    database_id: str
    asset_key: str

    @property
    def path(self) -> dict[str, str | int]:
        """Return its place in the paths of operations."""
        return {"database_id": self.database_id, "asset_key": self.asset_key}

    def find(self) -> Json | None:
        """Return the asset, or None where there is none."""
        try:
            return self.client.call("getAsset", self.path)
        except ApiRefused as refused:
            if refused.refusal_code != "ASSET_UNKNOWN":
                raise
            return None

    def create(self, title: str) -> Json:
        """Make the asset."""
        body = {"asset_key": self.asset_key, "title": title}
        return self.client.call("createAsset", {"database_id": self.database_id}, body=body)

    def addresses(self) -> dict[str, str]:
        """Return the content addresses of the files of the working tree."""
        return {file["path"]: file["sha256"] for file in self._all("listFiles", self.path)}

    def version_files(self, number: int) -> list[Json]:
        """Return the files of a version."""
        return self._all("listVersionFiles", {**self.path, "number": number})

    def address_of(self, file: Json) -> str:
        """Return a short-lived address of the bytes of a file of a version."""
        place = {**self.path, "file_path": file["path"], "number": file["number"]}
        return str(self.client.call("getFileUrl", place)["url"])

    def remove(self, paths: tuple[str, ...]) -> None:
        """Take files out of the working tree."""
        revision = self.client.call("getAsset", self.path)["revision"]
        for path in paths:
            headers = {"if-match": f'"{revision}"'}
            place = {**self.path, "file_path": path}
            revision = self.client.call("deleteFile", place, headers=headers)["revision"]

    def keep(self, comment: str) -> int | None:
        """Make a version of the working tree; None where nothing changed since the last one."""
        try:
            made = self.client.call("createVersion", self.path, body={"comment": comment})
        except ApiRefused as refused:
            if refused.refusal_code != "VERSION_UNCHANGED":
                raise
            return None
        return int(made["number"])

    def _all(self, operation_id: str, path: dict[str, str | int]) -> list[Json]:
        files: list[Json] = []
        query: Query = {"limit": 1000}
        while True:
            page = self.client.call(operation_id, path, query=query)
            files += page["files"]
            if not page["next_token"]:
                return files
            query = {"limit": 1000, "next_token": page["next_token"]}
