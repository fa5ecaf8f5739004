"""All hostile CAD files, made from good ones."""

from __future__ import annotations

from dataclasses import dataclass

from tests.integration.convert_cad.hostile_brep import BINARY, TEXT
from tests.integration.convert_cad.hostile_iges import IGES
from tests.integration.convert_cad.hostile_step import STEP


@dataclass(frozen=True)
class GoodFiles:
    """The files that the hostile ones are made of, as `make_good.py` writes them."""

    step: bytes
    iges: bytes
    brep: bytes
    binary_brep: bytes

    def hostile(self) -> dict[str, dict[str, bytes]]:
        """Return all hostile files, by converter and name."""
        step, iges = self.step.decode(), self.iges.decode()
        return {
            "step_to_glb": {name: make(step).encode() for name, make in STEP.items()},
            "iges_to_glb": {name: make(iges).encode() for name, make in IGES.items()},
            "brep_to_glb": {
                **{name: make(self.brep) for name, make in TEXT.items()},
                **{f"bytes: {name}": make(self.binary_brep) for name, make in BINARY.items()},
            },
        }
