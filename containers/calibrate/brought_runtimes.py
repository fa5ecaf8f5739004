"""The runtimes of models that the image brings from `simulate`; nothing imports this module.

A model's runtime is imported by the name of its kind, which nobody sees who reads the imports of
this package to know what belongs into its image.
"""

from __future__ import annotations

from simulate.runtimes import fmu, onnx, python, rom

BROUGHT = (fmu, onnx, python, rom)
