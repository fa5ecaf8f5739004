"""USD files that attack, lie or are damaged: each refused with its own code, nothing opened."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.integration.conversion_batch import Ended, convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_usd.conftest import package, square, usda
from tests.integration.convert_usd.everything import MATERIALS

pytestmark = [pytest.mark.container, pytest.mark.slow]

EXTERNAL, DAMAGED = "SOURCE_EXTERNAL_REFERENCE", "SOURCE_DAMAGED"
UNREADABLE, UNSUPPORTED = "SOURCE_UNREADABLE", "SOURCE_UNSUPPORTED"
EMPTY, COMPLEX, BOUNDS = "SOURCE_EMPTY", "SOURCE_TOO_COMPLEX", "SOURCE_BOUNDS_INVALID"
LOCAL = b"PK\x03\x04"


def texture(path: str) -> bytes:
    shader = f'def Shader "T"\n{{\n    asset inputs:file = @{path}@\n}}'
    return usda(square() + shader)


def referring(path: str, kind: str = "references") -> bytes:
    return usda(f'def Xform "A" (\n    {kind} = @{path}@</B>\n)\n{{\n}}' + square())


def nested(levels: int) -> bytes:
    return usda('def Xform "A"\n{\n' * levels + square() + "}\n" * levels)


def multiplied(levels: int) -> bytes:
    """Return prims each of which refers twice to the next: two to the power of the levels."""
    twice = (
        '    def "a" (references = </P{0}>)\n    {{\n    }}\n    def "b" (references = </P{0}>)\n'
    )
    body = "".join(
        f'class Xform "P{at}"\n{{\n{twice.format(at + 1)}    {{\n    }}\n}}\n'
        for at in range(levels)
    )
    last = f'class Xform "P{levels}"\n{{\n{square()}\n}}\n'
    return usda(body + last + 'def Xform "All" (references = </P0>)\n{\n}')


def zipped(**options: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **options) as archive:  # type: ignore[call-overload]
        archive.writestr("a.usda", usda(square()))
    return target.getvalue()


def instancer(indices: str, positions: str, prototypes: str = "</I/P>") -> bytes:
    return usda(
        f'def PointInstancer "I"\n{{\n    int[] protoIndices = [{indices}]\n'
        f"    point3f[] positions = [{positions}]\n    rel prototypes = [{prototypes}]\n"
        f'    def Xform "P"\n    {{\n{square()}\n    }}\n}}'
    )


def instancers(levels: int, copies: int) -> bytes:
    """Return instancers of instancers: copies to the power of the levels."""
    body, prototype = square(), "Square"
    for level in range(levels):
        places = ", ".join(["(0, 0, 0)"] * copies)
        body = (
            f'def PointInstancer "I{level}"\n{{\n    point3f[] positions = [{places}]\n'
            f"    int[] protoIndices = [{', '.join('0' * copies)}]\n"
            f"    rel prototypes = [<{prototype}>]\n{body}}}\n"
        )
        prototype = f"I{level}"
    return usda(body)


def painted(image: bytes) -> bytes:
    """Return a package with a texture."""
    bound = "rel material:binding = </World/Looks/Painted>"
    body = f'def Xform "World"\n{{\n{MATERIALS}\n{square(more=bound)}}}'
    return package({"a.usda": usda(body), "textures/red.png": image})


def png(width: int, height: int) -> bytes:
    """Return the beginning of an image that says how large it is."""
    header = b"IHDR" + struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I4s", 0, b"IDAT") + bytes(4)


def with_counts(counts: str, indices: str = "0, 1, 2, 3") -> bytes:
    changed = square().replace("[4]", f"[{counts}]").replace("[0, 1, 2, 3]", f"[{indices}]")
    return usda(changed)


LIST = 'def Xform "A" (references = </A>)\n{\n}\n'
CASES: dict[str, tuple[bytes, str]] = {
    "text": (b"Dear all, the secret is 42", UNREADABLE),
    "html": (b"<html><body>404</body></html>", UNREADABLE),
    "only a mark": (b"#usda 1.0\n", EMPTY),
    "cut text": (usda(square())[:200], UNREADABLE),
    "later version": (usda(square()).replace(b"1.0", b"9.0", 1), UNREADABLE),
    "binary mark alone": (b"PXR-USDC" + bytes(80), UNREADABLE),
    "binary noise": (b"PXR-USDC\x00\x09\x00" + bytes(range(256)) * 8, UNREADABLE),
    "empty archive": (LOCAL + bytes(26) + b"PK\x05\x06" + bytes(18), UNSUPPORTED),
    "deflated": (zipped(compression=zipfile.ZIP_DEFLATED), UNSUPPORTED),
    "cut archive": (package({"a.usda": usda(square())})[:-30], UNREADABLE),
    "no layer first": (package({"a.png": b"x", "b.usda": usda(square())}), UNSUPPORTED),
    "name above": (package({"a.usda": usda(square()), "../b.usda": b"x"}), DAMAGED),
    "absolute name": (package({"a.usda": usda(square()), "/etc/b": b"x"}), DAMAGED),
    "backslash": (package({"a.usda": usda(square()), "..\\b": b"x"}), DAMAGED),
    "bracket": (package({"a.usda": usda(square()), "b[c].usda": b"x"}), DAMAGED),
    "many members": (
        package({"a.usda": usda(square()), **{f"{at}.png": b"" for at in range(10_001)}}), COMPLEX
    ),
    "sublayer above": (usda(square(), "subLayers = [@../secret.usda@]"), EXTERNAL),
    "sublayer absolute": (usda(square(), "subLayers = [@/etc/passwd@]"), EXTERNAL),
    "sublayer beside": (usda(square(), "subLayers = [@secret.usda@]"), EXTERNAL),
    "sublayer itself": (usda(square(), "subLayers = [@./source.usda@]"), EXTERNAL),
    "reference": (referring("other.usda"), EXTERNAL),
    "reference absolute": (referring("/etc/passwd"), EXTERNAL),
    "reference http": (referring("https://example.com/a.usda"), EXTERNAL),
    "reference file": (referring("file:///etc/passwd"), EXTERNAL),
    "reference computed": (referring('`"${X}"`'), UNSUPPORTED),
    "reference to image": (
        package({"a.usda": referring("b.png"), "b.png": b"x"}), UNSUPPORTED
    ),
    "payload": (referring("other.usda", "payload"), EXTERNAL),
    "payload above": (package({"d/a.usda": referring("../../b.usda", "payload")}), EXTERNAL),
    "texture absolute": (texture("/etc/passwd"), EXTERNAL),
    "texture above": (texture("../../etc/passwd"), EXTERNAL),
    "texture http": (texture("http://169.254.169.254/latest"), EXTERNAL),
    "own reference": (usda(LIST), DAMAGED),
    "parent's reference": (
        usda('def Xform "A"\n{\n    def Xform "B" (references = </A>)\n    {\n    }\n}'), DAMAGED
    ),
    "circle of two": (
        usda(LIST.replace("</A>", "</B>") + LIST.replace('"A"', '"B"')), DAMAGED
    ),
    "circle of inherits": (
        usda('class "A" (inherits = </B>)\n{\n}\nclass "B" (inherits = </A>)\n{\n}' + square()),
        DAMAGED,
    ),
    "circle of layers": (
        package({"a.usda": usda(square(), "subLayers = [@b.usda@]"),
                 "b.usda": usda("", "subLayers = [@a.usda@]")}), DAMAGED
    ),
    "circle of files": (
        package({"a.usda": referring("b.usda"),
                 "b.usda": usda('def "B" (references = @a.usda@</A>)\n{\n}')}), DAMAGED
    ),
    "leads nowhere": (usda(LIST.replace("</A>", "</Nowhere>") + square()), DAMAGED),
    "two to the 40": (multiplied(40), COMPLEX),
    "400 levels": (nested(400), COMPLEX),
    "negative count": (with_counts("-4"), DAMAGED),
    "counts beyond": (with_counts("2000000000"), DAMAGED),
    "index beyond": (with_counts("4", "0, 1, 2, 99"), DAMAGED),
    "negative index": (with_counts("4", "0, 1, 2, -1"), DAMAGED),
    "no faces": (with_counts("", ""), EMPTY),
    "lines only": (with_counts("2, 2"), EMPTY),
    "few normals": (usda(square(more="normal3f[] normals = [(0, 0, 1)]")), DAMAGED),
    "not a number": (usda(square(points="(nan, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)")), BOUNDS),
    "infinite": (usda(square(points="(inf, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)")), BOUNDS),
    "place not a number": (
        usda('def Xform "A"\n{\n    double3 xformOp:translate = (nan, 0, 0)\n'
             '    uniform token[] xformOpOrder = ["xformOp:translate"]\n' + square() + "}"), BOUNDS
    ),
    "unit of zero": (usda(square(), "metersPerUnit = 0"), DAMAGED),
    "unit below zero": (usda(square(), "metersPerUnit = -1"), DAMAGED),
    "all invisible": (usda(square(more='token visibility = "invisible"')), EMPTY),
    "only a camera": (usda('def Camera "C"\n{\n}'), EMPTY),
    "instance of nothing": (instancer("7", "(0, 0, 0)"), DAMAGED),
    "instance of itself": (instancer("0", "(0, 0, 0)", "</I>"), DAMAGED),
    "fewer places": (instancer("0, 0", "(0, 0, 0)"), DAMAGED),
    "260 000 empty prims": (
        usda("".join(f'def "A{at}"\n{{\n}}\n' for at in range(260_000))), COMPLEX
    ),
    "a billion instances": (instancers(3, 1000), COMPLEX),
    "texture of 60 000 squared": (painted(png(60_000, 60_000)), COMPLEX),
    "texture of 9 000 squared": (painted(png(9_000, 9_000)), COMPLEX),
    "300 000 instances": (
        instancer(", ".join("0" * 300_000), "(0, 0, 0)"), COMPLEX
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    files = {name: content for name, (content, _) in CASES.items()}
    folder = tmp_path_factory.mktemp("usd")
    return convert_batch(converter, files, "usd_to_glb", folder, warm=("write_scene",))


@pytest.mark.parametrize("case", CASES)
def test_hostile_file_is_refused_with_its_code(found: dict[str, Ended], case: str) -> None:
    ended = found[case]
    assert (ended.exit_code, ended.code) == (10, CASES[case][1])
    assert "secret" not in str(ended.error) and "passwd" not in str(ended.error)
    assert not (ended.folder / "model.raw.glb").exists()


@pytest.mark.parametrize("case", ["sublayer absolute", "circle of two", "two to the 40"])
def test_job_leaves_nothing_but_the_error(converter: ConversionImage, case: str) -> None:
    content, code = CASES[case]
    outcome = converter.convert("usd_to_glb", content)
    assert outcome.exit_code == 10
    assert list(outcome.files) == ["error.json"]
    assert outcome.error["code"] == code


def test_reference_is_refused_before_the_file_is_opened(
    converter: ConversionImage, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.usda"
    secret.write_bytes(usda(square("Secret").replace("Square", "Secret")))
    outcome = converter.convert("usd_to_glb", referring(str(secret)))
    assert (outcome.exit_code, outcome.error["code"]) == (10, EXTERNAL)
