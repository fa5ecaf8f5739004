"""Compile a site definition into what the stacks, functions, edge and console need."""

from twin.compile.document import compile_site
from twin.compile.placement import placement
from twin.compile.sitewise import compile_sitewise
from twin.compile.twinmaker import compile_twinmaker

__all__ = ["compile_site", "compile_sitewise", "compile_twinmaker", "placement"]
