"""The members of an archive as uploads: each is detected, converted and published by itself."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from spatial_runtime.announce import tell
from spatial_runtime.completion import Completion
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from spatial_unpack.stored_archive import StoredArchive
from twin.spatial.archive import Member
from twin.spatial.digests import composite_sha256
from twin.spatial.errors import SpatialError, UploadEmpty
from twin.spatial.upload import Upload
from twin.spatial.upload_plan import PlannedPart, UploadPlan


@dataclass(frozen=True)
class Unpacking:
    """Unpacks one archive, from some member on, until the time is over.

    The id of a member's upload follows from its name: a step that is repeated finds what it did.
    """

    table: UploadTable
    storage: UploadStorage
    upload: Upload

    def run(self, first: int, *, has_time: Callable[[], bool]) -> int | None:
        """Unpack members from the one at `first`; return where to go on, or None at the end.

        Raises:
            ArchiveError: the archive must not, or cannot, be unpacked; nothing of it was.
        """
        plan = self.upload.plan
        folder = str(PurePosixPath(plan.path).parent)
        archive = StoredArchive.open(
            self.storage,
            self.upload.key,
            plan.size_bytes,
            folder="" if folder == "." else folder,
        )
        for index in range(first, len(archive.members)):
            if index > first and not has_time():
                return index
            self._unpack(archive, archive.members[index])
        return None

    def _unpack(self, archive: StoredArchive, member: Member) -> None:
        upload = self._upload_of(member)
        if upload.state != "OPEN":
            return
        try:
            if member.size_bytes == 0:
                raise UploadEmpty("the file is empty", found="0 bytes", where=member.path)
            checksum = self._send(archive, member, upload)
            Completion(self.table, self.storage).complete(upload.stating(checksum, ""))
        except SpatialError as error:
            self._reject(upload, error)

    def _send(self, archive: StoredArchive, member: Member, upload: Upload) -> str:
        """Store the parts of a member and return their tree digest, in base64."""
        digests: list[str] = []
        parts = upload.plan.parts
        for number, content in enumerate(archive.content(member, parts.part_bytes), start=1):
            digests.append(base64.b64encode(hashlib.sha256(content).digest()).decode())
            planned = PlannedPart(number, len(content), digests[-1])
            self.storage.send_part(upload, planned, content)
        return composite_sha256(digests)

    def _upload_of(self, member: Member) -> Upload:
        """Return the upload of a member, a new one where there is none."""
        text = f"{self.upload.upload_id}\0{member.name}"
        upload_id = hashlib.sha256(text.encode()).hexdigest()[:32]
        found = self.table.find_or_none(upload_id)
        if found is not None:
            return found
        draft = self._draft(upload_id, member)
        opened = draft.stored_as(self.storage.open(draft.key, "SHA256"))
        if not self.table.add_member(opened):
            self.storage.abort(opened)
            return self.table.find(upload_id)
        tell(opened)
        return opened

    def _draft(self, upload_id: str, member: Member) -> Upload:
        whole = self.upload
        plan = UploadPlan(
            file_name=member.file_name,
            size_bytes=member.size_bytes,
            sha256="",
            database_id=whole.plan.database_id,
            asset_key=whole.plan.asset_key,
            path=member.path,
            hold=True,
            unpack=False,
            checksum="SHA256",
        )
        return Upload(
            upload_id=upload_id,
            multipart_id="",
            plan=plan,
            created_by=whole.created_by,
            created_by_name=whole.created_by_name,
            created_at=time.time(),
            state="OPEN",
            progress=0.0,
            step="unpacking",
            execution="",
            error=None,
            archive=whole.upload_id,
        )

    def _reject(self, upload: Upload, error: SpatialError) -> None:
        """Refuse one member; the others go on."""
        rejected = upload.rejected(error.to_dict())
        if self.table.move(rejected, states=("OPEN",)):
            tell(rejected)
        self.storage.abort(upload)
