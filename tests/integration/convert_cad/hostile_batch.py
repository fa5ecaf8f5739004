"""Convert every hostile file; run by the converter's own interpreter.

`hostile_batch.py FOLDER` writes `codes.json`: the code of the error by converter and file, or what
came out. Libraries are loaded once; each file has a process of its own, forked and limited as the
step of a conversion is, because loading is nearly all of the time.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from OCP.BinTools import BinTools
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox
from OCP.BRepTools import BRepTools
from OCP.IGESControl import IGESControl_Writer
from OCP.Message import Message_ProgressRange

from container_runtime.child import REFUSED, Limits, limit_this_process
from conversion_runtime.conversions import Conversion, conversion_of, finish_of
from conversion_runtime.errors import ConversionCrashed, ConversionError, ConversionTimeLimit
from conversion_runtime.order import Converted, Order
from conversion_runtime.step import REFUSAL, REPORT
from tests.integration.convert_cad.hostile_brep import BINARY, TEXT
from tests.integration.convert_cad.hostile_iges import IGES
from tests.integration.convert_cad.hostile_step import STEP
from tests.integration.convert_cad.make_step import main as make_step
from twin.spatial.converters import converters

LIMITS = Limits(memory_mebibytes=2048, timeout_seconds=20)


def cases(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield converter, name and content of every file."""
    make_step("tower", str(folder / "good.step"))
    step = (folder / "good.step").read_text()
    box = BRepPrimAPI_MakeBox(10.0, 20.0, 30.0).Shape()
    writer = IGESControl_Writer()
    writer.AddShape(box)
    writer.Write(str(folder / "good.igs"))
    iges = (folder / "good.igs").read_text()
    BRepTools.Write_s(box, str(folder / "good.brep"), Message_ProgressRange())
    BinTools.Write_s(box, str(folder / "good.bin"), Message_ProgressRange())
    text, binary = ((folder / name).read_bytes() for name in ("good.brep", "good.bin"))
    yield from (("step_to_glb", name, make(step).encode()) for name, make in STEP.items())
    yield from (("iges_to_glb", name, make(iges).encode()) for name, make in IGES.items())
    yield from (("brep_to_glb", name, make(text)) for name, make in TEXT.items())
    yield from (("brep_to_glb", f"bytes: {name}", make(binary)) for name, make in BINARY.items())
    yield "step_to_glb", "good", step.encode()
    yield "iges_to_glb", "good", iges.encode()
    yield "brep_to_glb", "good", text
    yield "brep_to_glb", "bytes: good", binary


def outcome(order: Order) -> str:
    """Convert in a forked process, then finish; return how it ended."""
    conversion = conversion_of("convert_cad", order.converter)
    child = os.fork()
    if child == 0:
        os._exit(converted_in_child(conversion, order))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == REFUSED:
        return (order.folder / REFUSAL).read_text()
    if code:
        slow = -code in (signal.SIGALRM, signal.SIGXCPU)
        return ConversionTimeLimit.code if slow else ConversionCrashed.code
    finish = finish_of(conversion)
    assert finish is not None
    try:
        report = (order.folder / REPORT).read_text()
        converted = finish(order, Converted.from_json(report))
    except ConversionError as error:
        return error.code
    return f"{converted.facts['triangles']} triangles"


def converted_in_child(conversion: Conversion, order: Order) -> int:
    """Do what `conversion_runtime.step` does."""
    signal.alarm(LIMITS.timeout_seconds)
    limit_this_process(LIMITS)
    os.chdir(order.folder)
    log = os.open("log", os.O_WRONLY | os.O_CREAT)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        Path(REPORT).write_text(conversion.convert(order).to_json())
    except ConversionError as error:
        Path(REFUSAL).write_text(error.code)
        return REFUSED
    return 0


def main(folder: Path) -> None:
    codes: dict[str, dict[str, str]] = {}
    registered = {one.name: one for one in converters()}
    for number, (converter, name, content) in enumerate(cases(folder)):
        work = folder / str(number)
        work.mkdir()
        source = folder / f"{number}.source"
        source.write_bytes(content)
        order = Order(converter, source, work, registered[converter].parameters, LIMITS)
        codes.setdefault(converter, {})[name] = outcome(order)
    (folder / "codes.json").write_text(json.dumps(codes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
