"""The assets bucket: originals and derivatives, by content address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from twin.catalogue.file import StoredFile
from twin.spatial.content_kinds import NEUTRAL, is_shown
from twin.spatial.digests import to_base64
from twin.spatial.errors import CopyUnfinished, DerivativeInvalid, UploadChecksumMismatch
from twin.spatial.upload import TREE

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef

URL_SECONDS = 900


class AssetStorage:
    """The bucket that published files are in."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def read_json(self, key: str) -> Any:  # noqa: ANN401 - any JSON; the caller checks it
        """Return a JSON object, or None where there is none.

        Raises:
            ValueError: the object is not JSON.
        """
        try:
            answer = self._client.get_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if _is_missing(error):
                return None
            raise
        return json.loads(answer["Body"].read())

    def verify(self, file: StoredFile) -> None:
        """Require that a file is there with its size and SHA-256, as S3 itself computed it.

        Raises:
            DerivativeInvalid: it is not.
        """
        answer = self._head(file.key)
        size = answer["ContentLength"] if answer else None
        digest = answer.get("ChecksumSHA256", "") if answer else ""
        if (size, digest) != (file.size_bytes, to_base64(file.sha256)):
            raise DerivativeInvalid(
                f"{file.file_name} is not what the manifest says",
                found="nothing" if size is None else f"{size} bytes, SHA-256 {digest}",
                expected=f"{file.size_bytes} bytes, SHA-256 {to_base64(file.sha256)}",
                where=file.key,
            )

    def adopt(self, *, bucket: str, key: str, file: StoredFile) -> None:
        """Copy an original from the uploads bucket, unless the same bytes are here already.

        The address of the file is S3's own finding of its bytes, never what a client says of them:
        that equal bytes are stored once gives nobody bytes that they did not send.

        Raises:
            UploadChecksumMismatch: S3 found another digest than before.
            CopyUnfinished: the file is larger than S3 copies at once and was not copied before.
        """
        if self.holds(file):
            return
        if file.sha256.startswith(TREE):
            raise CopyUnfinished("the file is not copied", where=file.key)
        self._client.copy_object(
            Bucket=self.bucket,
            Key=file.key,
            CopySource={"Bucket": bucket, "Key": key},
            ChecksumAlgorithm="SHA256",
            ContentType=file.media_type,
            MetadataDirective="REPLACE",
        )
        if not self.holds(file):
            raise UploadChecksumMismatch(
                "the stored file is not the one that was announced",
                expected=to_base64(file.sha256),
                where=file.file_name,
            )

    def address(self, file: StoredFile) -> str:
        """Return a short-lived address of a file.

        A browser shows what cannot do anything, and saves everything else as mere bytes.
        """
        shown = is_shown(file.media_type)
        kind = "inline" if shown else "attachment"
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": file.key,
                "ResponseContentType": file.media_type if shown else NEUTRAL,
                "ResponseContentDisposition": f"{kind}; filename*=UTF-8''{_quoted(file)}",
            },
            ExpiresIn=URL_SECONDS,
        )

    def holds(self, file: StoredFile) -> bool:
        """Tell whether the bytes of a content address are here."""
        answer = self._head(file.key)
        found = (answer.get("ChecksumSHA256", "") if answer else "").partition("-")[0]
        return found == to_base64(file.sha256.removeprefix(TREE))

    def _head(self, key: str) -> HeadObjectOutputTypeDef | None:
        try:
            return self._client.head_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if _is_missing(error):
                return None
            raise


def _quoted(file: StoredFile) -> str:
    return quote(file.file_name, safe="")


def _is_missing(error: ClientError) -> bool:
    return str(error.response.get("Error", {}).get("Code", "")) in ("404", "NoSuchKey")
