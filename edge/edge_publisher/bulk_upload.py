"""Late values as files in the site's bucket, from where the cloud imports them."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from edge_publisher.bulk_csv import write_csv
from edge_runtime.spool import Spool
from twin.site_document import DataType
from twin.storage.imports import file_key
from twin.telemetry.sample import Sample

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger("edge_publisher")

ROWS_PER_FILE = 100_000
"""About 8 MB: small enough for the memory of an industrial PC, and for a slow line."""


@dataclass(frozen=True)
class BulkUpload:
    """Empties the lane `bulk` into a bucket; `folder` is for the file on its way."""

    spool: Spool
    types: Mapping[str, DataType]
    client: S3Client
    bucket: str
    folder: Path

    def run(self) -> int:
        """Upload one file of the oldest late values; return how many they were.

        They leave the spool when S3 has confirmed their checksum. A crash in between uploads the
        same file again, or one with the same values: both are stored as one.
        """
        found = self.spool.side_lanes.samples("bulk", ROWS_PER_FILE)
        if not found:
            return 0
        content = self._file(item.sample for item in found)
        digest = b64encode(sha256(content).digest()).decode()
        try:
            self.client.put_object(
                Bucket=self.bucket, Key=file_key(content), Body=content, ChecksumSHA256=digest
            )
        except (BotoCoreError, ClientError) as error:
            logger.warning("%d late values could not be uploaded: %s", len(found), error)
            return 0
        uploaded = self.spool.side_lanes.remove_exported("bulk", [item.id for item in found])
        logger.warning("%d late values uploaded for an import", uploaded)
        return uploaded

    def _file(self, samples: Iterable[Sample]) -> bytes:
        path = self.folder / "late-values.csv"
        write_csv(path, samples, self.types)
        content = path.read_bytes()
        path.unlink()
        return content
