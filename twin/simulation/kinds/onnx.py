"""ONNX graphs; told by the fields of the message `ModelProto` (onnx/onnx.proto).

The message has no magic number: what is read is its top level only, field by field to the end.
https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind

IR_VERSION, GRAPH, OPSET_IMPORT = 1, 7, 8
LARGEST_FIELD = 25
VARINT, LENGTH_DELIMITED = 0, 2


def recognises(file: ModelFile) -> bool:
    """Return whether the file is a whole `ModelProto` with a version, a graph and operators."""
    try:
        with file.open() as stream:
            fields = list(_top_fields(stream, file.size_bytes))
    except ValueError:
        return False
    return {(IR_VERSION, VARINT), (GRAPH, LENGTH_DELIMITED), (OPSET_IMPORT, LENGTH_DELIMITED)} <= {
        *fields
    }


def _top_fields(stream: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    while stream.tell() < size:
        field, wire = divmod(_varint(stream), 8)
        if not 1 <= field <= LARGEST_FIELD:
            raise ValueError("no field of a model")
        if wire == VARINT:
            _varint(stream)
        elif wire == LENGTH_DELIMITED:
            length = _varint(stream)
            if stream.tell() + length > size:
                raise ValueError("cut off")
            stream.seek(length, 1)
        else:
            raise ValueError("no wire type of a model")
        yield field, wire


def _varint(stream: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = stream.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("no whole number")


KIND = ModelKind(
    name="onnx",
    title="ONNX graph",
    image="simulate",
    recognises=recognises,
    limits=KindLimits(2 * 1024**3, memory_mebibytes=4096, timeout_seconds=600),
)
