"""Whether what S3 holds is what the client says of its file; S3's own findings decide."""

from __future__ import annotations

from collections.abc import Sequence

from twin.spatial.digests import composite_sha256
from twin.spatial.errors import PartsIncomplete, UploadChecksumMismatch
from twin.spatial.upload import StoredPart, Upload


def require_parts(upload: Upload, stored: Sequence[StoredPart]) -> None:
    """Require that S3 holds exactly the parts of the file, and what the client states of it.

    Raises:
        PartsIncomplete: the numbers or sizes differ.
        UploadChecksumMismatch: the parts are whole and of another file.
    """
    expected = {part.part_number: part.size_bytes for part in upload.plan.parts}
    found = {part.part_number: part.size_bytes for part in stored}
    numbers = expected.keys() | found
    wrong = sorted(number for number in numbers if expected.get(number) != found.get(number))
    if wrong:
        raise PartsIncomplete(
            "not exactly the parts of the file are stored",
            found=f"{len(found)} parts; missing or of another size: {wrong[:5]}",
            expected=f"{len(expected)} parts",
            where=upload.upload_id,
        )
    if upload.plan.checksum == "SHA256":
        _require_composite(upload, composite_sha256(part.checksum for part in stored))


def require_object(upload: Upload, *, size_bytes: int, checksum: str) -> None:
    """Require that the assembled object is the one that the client stated.

    `checksum` is what S3 shows: COMPOSITE SHA-256, with or without the number of parts after a
    dash, or the CRC-64/NVME of the whole.

    Raises:
        UploadChecksumMismatch: size, number of parts or checksum differ.
    """
    plan = upload.plan
    digest, _, count = checksum.partition("-")
    right_count = not count or count == str(plan.parts.count)
    if size_bytes != plan.size_bytes or digest != upload.checksum or not right_count:
        raise _other_file(
            upload,
            found=f"{size_bytes} bytes, {plan.checksum} {checksum or 'unknown'}",
            expected=f"{plan.size_bytes} bytes, {plan.checksum} {upload.checksum}",
        )


def require_claim(upload: Upload, sha256: str) -> None:
    """Require that the client's SHA-256 of the whole file, if it stated one, is the file's.

    Raises:
        UploadChecksumMismatch: it is another; the file is not the one that the client has.
    """
    claim = upload.plan.sha256
    if claim and claim != sha256:
        raise _other_file(upload, found=f"SHA-256 {sha256}", expected=f"SHA-256 {claim}")


def _require_composite(upload: Upload, composite: str) -> None:
    if composite != upload.checksum:
        raise _other_file(upload, found=composite, expected=upload.checksum)


def _other_file(upload: Upload, *, found: str, expected: str) -> UploadChecksumMismatch:
    return UploadChecksumMismatch(
        "the stored file is not the one that was announced",
        found=found,
        expected=expected,
        where=upload.plan.file_name,
    )
