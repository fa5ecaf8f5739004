"""Write a small ONNX graph by hand: y = x · W + b, in the encoding of protocol buffers.

Field numbers are those of onnx/onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

FLOAT, STRING = 1, 8


def linear(
    weights: Sequence[Sequence[float]], bias: Sequence[float], *, element: int = FLOAT
) -> bytes:
    """Return a graph from `x` (batch, n) to `y` (batch, m)."""
    rows, columns = len(weights), len(bias)
    flat = [value for row in weights for value in row]
    graph = (
        _message(1, _text(1, "x") + _text(1, "W") + _text(2, "z") + _text(4, "MatMul"))
        + _message(1, _text(1, "z") + _text(1, "b") + _text(2, "y") + _text(4, "Add"))
        + _text(2, "linear")
        + _message(5, _tensor("W", (rows, columns), flat))
        + _message(5, _tensor("b", (columns,), bias))
        + _message(11, _value("x", rows, element))
        + _message(12, _value("y", columns, FLOAT))
    )
    operators = _message(8, _text(1, "") + _number(2, 13))
    return _number(1, 8) + _text(2, "by hand") + _message(7, graph) + operators


def _tensor(name: str, shape: Sequence[int], values: Sequence[float]) -> bytes:
    sizes = b"".join(_number(1, size) for size in shape)
    raw = struct.pack(f"<{len(values)}f", *values)
    return sizes + _number(2, FLOAT) + _text(8, name) + _message(9, raw)


def _value(name: str, size: int, element: int) -> bytes:
    shape = _message(1, _text(2, "batch")) + _message(1, _number(1, size))
    return _text(1, name) + _message(2, _message(1, _number(1, element) + _message(2, shape)))


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _message(field, text.encode())


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
