"""What a file is, by its bytes."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest

from twin.errors import TwinError
from twin.spatial.content import Sample, detect, require_archive
from twin.spatial.content_kinds import KINDS, is_shown, kind_of
from twin.spatial.errors import (
    ContentAmbiguous,
    ContentExecutable,
    ContentNotAsNamed,
    ContentTruncated,
    NotAnArchive,
    StepTruncated,
    UploadEmpty,
)

STEP = b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nEND-ISO-10303-21;\n"
END_OF_ZIP = b"PK\x05\x06" + bytes(18)
MATROSKA = b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska" + bytes(8)
WEBM = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + bytes(8)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(12)
PLY = b"ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\n%send_header\n0\n"
PTX = b"1\n1\n" + b"0 0 0\n1 0 0\n0 1 0\n0 0 1\n1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n0 0 0 .5\n"


def found(content: bytes, name: str) -> str:
    return detect(Sample.of(content), file_name=name)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.step", STEP, "step"),
        ("a.stp", b"\xef\xbb\xbf" + STEP, "step"),
        ("a.dat", STEP, "step"),
        ("a.ifc", STEP.replace(b"AUTOMOTIVE_DESIGN", b"IFC2X3"), "ifc"),
        ("a.brep", b"DBRep_DrawableShape\n\nCASCADE Topology V3, (c) Open Cascade\n", "brep"),
        ("a.brp", b"\nOpen CASCADE Topology V4, (c) Open Cascade\nLocations 0\n", "brep"),
        ("a.gltf", b'{"asset": {"version": "2.0"}}', "gltf"),
        ("a.json", b'{"asset": "pump"}', "json"),
        ("a.json", b"[1, 2]", "json"),
        ("a.txt", b"{not json", "text"),
        ("a.stl", b"solid pump\nfacet normal 0 0 1\n", "stl"),
        ("a.ply", PLY % b"element face 2\n", "ply_mesh"),
        ("a.ply", PLY % b"", "ply_points"),
        ("a.ply", PLY % b"element face 0\n", "ply_points"),
        ("a.ply", PLY % b"property float f_dc_0\nproperty float rot_0\n", "ply_splat"),
        ("a.spz", gzip.compress(b"NGSP\x03\x00\x00\x00" + bytes(24), mtime=0), "spz"),
        ("a.spz", b"NGSP\x04\x00\x00\x00" + bytes(24), "spz"),
        (
            "a.splat",
            struct.pack("<6f8B", 1, 2, 3, 0.1, 0.1, 0.1, *(9,) * 4, 255, 128, 128, 128),
            "splat",
        ),
        ("a.ptx", PTX, "ptx"),
        ("a.xyz", b"1.5 2 3\n4 5 6\n", "xyz"),
        ("a.xyz", b"x,y,z,r,g,b\n1,2,3,0,0,0\n", "xyz"),
        ("a.pts", b"1\n1 2 3 40 0 0 0\n", "xyz"),
        ("a.pts", PTX, "ptx"),
        ("a.asc", b"-----BEGIN PGP MESSAGE-----\n", "text"),
        ("a.txt", b"1.5 2 3\n4 5 6\n", "text"),
        ("a.csv", b"1.5,2,3\n4,5,6\n", "csv"),
        ("a.obj", b"# pump\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "obj"),
        ("a.mtl", b"newmtl red\nKd 1 0 0\n", "mtl"),
        ("a.dae", b'<?xml version="1.0"?><COLLADA xmlns="x"></COLLADA>', "collada"),
        ("a.usda", b"#usda 1.0\n", "usd"),
        ("a.usdc", b"PXR-USDC" + bytes(80), "usd"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        ("a.tif", b"II*\x00" + bytes(20), "tiff"),
        ("a.heic", HEIC, "heic"),
        ("a.mov", b"\x00\x00\x00\x14ftypqt  " + bytes(8), "mov"),
        ("a.mp4", b"\x00\x00\x00\x14ftypisom" + bytes(8), "mp4"),
        ("a.mkv", MATROSKA, "mkv"),
        ("a.mkv", WEBM, "webm"),
        ("a.webm", WEBM, "webm"),
        ("a.bin", b"\x1a\x45\xdf\xa3\x87\x42\x82\x84book" + bytes(8), "opaque"),
        ("a.pdf", b"%PDF-1.7\n...\n%%EOF\n", "pdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "ole"),
        ("a.csv", b"time,value\n1,2\n3,4\n", "csv"),
        ("a.csv", b"only one column\n", "text"),
        ("a.txt", "Prüfstand\n".encode("cp1252"), "text"),
        ("a.xml", b"<?xml version='1.0'?><site/>", "xml"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "svg"),
        ("a.html", b"<!DOCTYPE html><title>x</title>", "html"),
        ("a.tar", bytes(257) + b"ustar\x0000" + bytes(247), "tar"),
        ("a.tgz", b"\x1f\x8b\x08" + bytes(20), "gzip"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(26), "7z"),
        ("a.zip", END_OF_ZIP.replace(b"PK\x05\x06", b"PK\x03\x04") + END_OF_ZIP, "zip"),
        ("a.bin", bytes(range(256)), "opaque"),
        ("a.sldprt", bytes(range(128, 256)), "opaque"),
    ],
)
def test_bytes_say_what_a_file_is(name: str, content: bytes, expected: str) -> None:
    assert found(content, name) == expected


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.step", b"", UploadEmpty),
        ("a.step", STEP[:60], StepTruncated),
        ("a.step", b"Dear all, please find attached", ContentNotAsNamed),
        ("a.step", b"<html><body>404</body></html>", ContentNotAsNamed),
        ("a.glb", STEP, ContentNotAsNamed),
        ("a.splat", bytes(64), ContentNotAsNamed),
        ("a.spz", b"\x1f\x8b\x08" + bytes(20), ContentNotAsNamed),
        ("a.glb", b"glTF\x02\x00\x00\x00\x00\x01\x00\x00" + bytes(8), ContentNotAsNamed),
        ("a.png", b"<svg onload=alert(1)>", ContentNotAsNamed),
        ("a.csv", b"a,b\n<script>alert(1)</script>,2\n", ContentNotAsNamed),
        ("a.json", b"{broken", ContentNotAsNamed),
        ("a.xyz", b"nothing here\n", ContentNotAsNamed),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), ContentTruncated),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(40), ContentTruncated),
        ("a.pdf", b"%PDF-1.7\n", ContentTruncated),
        ("a.zip", b"PK\x03\x04" + bytes(26), ContentTruncated),
        ("a.jpg", b"\xff\xd8\xff\xe0\xff\xd9" + END_OF_ZIP, ContentAmbiguous),
        ("a.pdf", b"%PDF-1.7\n%%EOF\n" + END_OF_ZIP, ContentAmbiguous),
        ("a.step", STEP + END_OF_ZIP, ContentAmbiguous),
        ("a.bin", b"\x7fELF" + bytes(60), ContentExecutable),
        ("a.step", b"MZ" + bytes(60), ContentExecutable),
        ("a", b"#!/bin/sh\nrm -rf /\n", ContentExecutable),
        ("model.step.exe", STEP, ContentExecutable),
        ("model.step.bat ", b"@echo off\n", ContentExecutable),
        ("page.php", b"<?php system($_GET[0]); ?>", ContentExecutable),
    ],
)
def test_bytes_that_are_refused(name: str, content: bytes, error: type[TwinError]) -> None:
    with pytest.raises(error):
        found(content, name)


def test_only_zip_archives_are_unpacked() -> None:
    require_archive("zip", file_name="a.zip")
    require_archive("ifczip", file_name="houses.zip")
    with pytest.raises(NotAnArchive):
        require_archive("tar", file_name="a.tar")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["lid/lid.obj", "lid/lid.mtl", "lid/red lead.PNG", "lid/", "LICENSE"], "scenezip"),
        (["scene.gltf", "scene.bin", "__MACOSX/._scene.gltf", ".DS_Store"], "scenezip"),
        (["a.dae", "b.obj"], "scenezip"),
        (["lid.obj", "drawing.dwg"], "zip"),
        (["lid.mtl", "red.png"], "zip"),
        (["scene.glb"], "zip"),
        (["notes.txt"], "zip"),
    ],
)
def test_members_say_what_an_archive_is(members: list[str], expected: str) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in members:
            archive.writestr(name, b"")
    assert found(written.getvalue(), "upload.zip") == expected
    require_archive(detect(Sample.of(written.getvalue()), file_name="a"), file_name="a")


@pytest.mark.parametrize("active", ["html", "svg", "xml", "pdf", "opaque", "docx", "collada"])
def test_active_and_unknown_content_is_served_as_bytes(active: str) -> None:
    kind = next(kind for kind in KINDS if kind.content_type == active)
    assert not is_shown(kind.media_type)


def test_what_only_shows_is_shown() -> None:
    assert is_shown(kind_of("png").media_type) and is_shown(kind_of("glb").media_type)
    assert not is_shown("text/html") and not is_shown("image/svg+xml")
