"""What a text is: formats written in characters."""

from __future__ import annotations

import csv
import json
import re

from twin.spatial.content_kinds import ContentType
from twin.spatial.sample import Sample

_TAG = re.compile(r"<(?:\?xml|!--|!DOCTYPE|[A-Za-z_])")
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|script|iframe|svg\s[^>]*onload)\b", re.I)
_VERTEX = re.compile(r"^v(?:\s+[-+0-9.eE]+){3,7}\s*$", re.M)
_FACE = re.compile(r"^(?:f|l|p|curv|vt|vn|o|g|usemtl|mtllib)\b", re.M)
_MATERIAL = re.compile(r"^newmtl\s+\S", re.M)
_PTX = re.compile(r"\s*\d+\s*\n\s*\d+\s*\n(?:\s*[-+0-9.eE]+\s+[-+0-9.eE]+\s+[-+0-9.eE]+\s*\n){4}")
_POINT = re.compile(r"(?:\s*[-+]?[\d.]+(?:[eE][-+]?\d+)?\s*[,;\s]){2}\s*[-+]?[\d.]+")
_POINT_LINES = 100
_POINT_COLUMNS = 120
_DELIMITERS = ",;\t"
_ROOTS: dict[str, ContentType] = {"html": "html", "svg": "svg", "collada": "collada"}


def kind_of_text(sample: Sample) -> ContentType | None:
    """Return what a text is, or None where the bytes are no text."""
    text = sample.decoded()
    if text is None or not text.strip():
        return None if text is None else "text"
    body = text.lstrip()
    if body.startswith("solid") and "facet" in body:
        return "stl"
    if body.startswith("#usda "):
        return "usd"
    if _TAG.match(body):
        return _kind_of_markup(body)
    if _HTML.search(body):
        return "html"
    if body[0] in "{[":
        return _kind_of_json(body, whole=sample.is_whole)
    return _kind_of_lines(body)


def is_points(sample: Sample) -> bool:
    """Tell whether a text has lines that begin with three numbers, but for a few lines above."""
    text = sample.decoded() or ""
    return any(_POINT.match(line[:_POINT_COLUMNS]) for line in text.splitlines()[:_POINT_LINES])


def _kind_of_markup(text: str) -> ContentType:
    if text[:15].lower().startswith("<!doctype html"):
        return "html"
    root = _ROOT.search(text)
    kind = _ROOTS.get(root[1].lower()) if root else None
    return kind or ("html" if _HTML.search(text) else "xml")


def _kind_of_json(text: str, *, whole: bool) -> ContentType:
    if whole:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return "text"
        is_gltf = isinstance(value, dict) and isinstance(value.get("asset"), dict)
        return "gltf" if is_gltf and "version" in value["asset"] else "json"
    is_gltf = re.search(r'"asset"\s*:\s*\{[^}]*"version"', text) is not None
    return "gltf" if is_gltf else "json"


def _kind_of_lines(text: str) -> ContentType:
    if _VERTEX.search(text) and _FACE.search(text):
        return "obj"
    if _MATERIAL.search(text):
        return "mtl"
    if _PTX.match(text):
        return "ptx"
    return "csv" if _is_table(text) else "text"


def _is_table(text: str) -> bool:
    """Tell whether the first lines have the same number of fields, two or more."""
    lines = text.splitlines()[:20]
    lines = lines[:-1] if len(lines) > 2 else lines  # the sample may cut the last one
    for delimiter in _DELIMITERS:
        try:
            counts = {len(row) for row in csv.reader(lines, delimiter=delimiter) if row}
        except csv.Error:
            continue
        if len(lines) >= 2 and len(counts) == 1 and counts.pop() >= 2:
            return True
    return False
