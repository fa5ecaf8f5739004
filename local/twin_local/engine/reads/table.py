"""How every operation of the resource table is read back."""

from __future__ import annotations

from twin_local.engine import reads
from twin_local.engine.reads.read import Reads
from twin_local.engine.rooms import modules_with

READS: Reads = {
    operation: found
    for module in modules_with(reads, "OPERATIONS")
    for operation, found in module.OPERATIONS.items()
}
