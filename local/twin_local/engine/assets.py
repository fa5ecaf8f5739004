"""Publishes the files and images that stacks need, as `cdk deploy` does."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twin_local.engine.assembly import StackArtifact
from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.errors import AssemblyError
from twin_local.engine.images import publish_images
from twin_local.engine.json_value import Properties

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
IMAGES = "images"


@dataclass(frozen=True)
class FileAsset:
    """A file, or a folder to be zipped, and where it goes."""

    source: Path
    is_folder: bool
    bucket: str
    key: str

    def body(self) -> bytes:
        """Return the bytes to publish; the same content gives the same bytes."""
        if not self.is_folder:
            return self.source.read_bytes()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(self.source.rglob("*")):
                if path.is_file():
                    name = path.relative_to(self.source).as_posix()
                    item = zipfile.ZipInfo(name, ZIP_DATE)
                    item.external_attr = (path.stat().st_mode & 0xFFFF) << 16
                    item.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(item, path.read_bytes())
        return buffer.getvalue()


@dataclass(frozen=True)
class ImageAsset:
    """The context folder of a container image and the URI under which stacks know it."""

    source: Path
    uri: str

    @property
    def tag(self) -> str:
        """The content hash that is the image's tag."""
        return self.uri.rsplit(":", 1)[-1]


def publish_assets(stacks: tuple[StackArtifact, ...], clients: Clients, state_dir: Path) -> int:
    """Publish what is not there yet; return how many files and images were published."""
    files = {(asset.bucket, asset.key): asset for asset in _files(stacks)}
    published = 0
    for bucket in sorted({bucket for bucket, _ in files}):
        there = _keys(bucket, clients)
        for asset in (asset for asset in files.values() if asset.bucket == bucket):
            if asset.key not in there:
                body = {"Bucket": bucket, "Key": asset.key, "Body": asset.body()}
                clients.call("s3", "PutObject", body)
                published += 1
    return published + keep_images({asset.uri: asset for asset in _images(stacks)}, state_dir)


def keep_images(images: dict[str, ImageAsset], state_dir: Path) -> int:
    """Copy context folders under the state folder, for what they are copies of may vanish."""
    published = 0
    folders: dict[str, Path] = {}
    for uri, asset in images.items():
        folder = state_dir / IMAGES / asset.tag
        folders[uri] = folder
        if not folder.is_dir():
            partial = folder.with_name(f"{folder.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(asset.source, partial)
            partial.rename(folder)
            published += 1
    if folders:
        publish_images(folders, state_dir=state_dir)
    return published


def _files(stacks: tuple[StackArtifact, ...]) -> Iterator[FileAsset]:
    for stack in stacks:
        for path, manifest in _manifests(stack):
            for name, body in manifest.get("files", {}).items():
                for place in body["destinations"].values():
                    yield _file(path.parent, name, body["source"], place, stack)


def _file(
    folder: Path, name: str, source: Properties, place: Properties, stack: StackArtifact
) -> FileAsset:
    if "path" not in source:
        raise AssemblyError(f"asset {name} is made by a command", found=str(source))
    return FileAsset(
        source=folder / source["path"],
        is_folder=source.get("packaging") == "zip",
        bucket=_placed(place["bucketName"], stack),
        key=place["objectKey"],
    )


def _images(stacks: tuple[StackArtifact, ...]) -> Iterator[ImageAsset]:
    for stack in stacks:
        for path, manifest in _manifests(stack):
            for name, body in manifest.get("dockerImages", {}).items():
                if "directory" not in body["source"]:
                    raise AssemblyError(f"image {name} is made by a command", found=str(body))
                folder = path.parent / body["source"]["directory"]
                for place in body["destinations"].values():
                    yield ImageAsset(source=folder, uri=_image_uri(place, stack))


def _image_uri(place: Properties, stack: StackArtifact) -> str:
    registry = f"{stack.account}.dkr.ecr.{place.get('region', stack.region)}.amazonaws.com"
    return f"{registry}/{_placed(place['repositoryName'], stack)}:{place['imageTag']}"


def _manifests(stack: StackArtifact) -> Iterator[tuple[Path, Properties]]:
    for path in stack.asset_manifests:
        yield path, json.loads(path.read_text(encoding="utf-8"))


def _placed(name: str, stack: StackArtifact) -> str:
    """Fill in the account and region of a stack that is agnostic of them."""
    return name.replace("${AWS::AccountId}", stack.account).replace("${AWS::Region}", stack.region)


def _keys(bucket: str, clients: Clients) -> set[str]:
    keys: set[str] = set()
    query: Properties = {"Bucket": bucket}
    while True:
        try:
            page = clients.call("s3", "ListObjectsV2", query)
        except OperationError as error:
            raise AssemblyError("the bucket for assets is missing", found=bucket) from error
        keys.update(item["Key"] for item in page.get("Contents", []))
        if not page.get("IsTruncated"):
            return keys
        query["ContinuationToken"] = page["NextContinuationToken"]
