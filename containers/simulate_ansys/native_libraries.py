"""Libraries that twins and the Twin Runtime want, before any process of the image loads others.

The runtime was built with a newer C++ library than SciPy and DuckDB bring: where theirs is loaded
first, it crashes. Twins that were exported from Modelica models are linked against the run-time
library of Fortran, which SciPy has under a name of its own. The dynamic linker reads both variables
when a process starts.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

PRELOAD, PATH = "LD_PRELOAD", "LD_LIBRARY_PATH"
FORTRAN = "libgfortran.so.5"


def are_preferred() -> bool:
    """Return whether this process was started with the libraries."""
    return PRELOAD in os.environ


def prefer(folder: Path) -> None:
    """Let the processes that this one starts load the libraries first; the folder is to stay."""
    folder.mkdir(parents=True, exist_ok=True)
    scipy_libraries = _package("scipy").parent / "scipy.libs"
    # Its neighbours, which it names by their own names, are found beside the file itself.
    (folder / FORTRAN).symlink_to(min(scipy_libraries.glob("libgfortran-*.so.5*")))
    os.environ[PRELOAD] = str(_package("pytwin") / "twin_runtime" / "libstdc++.so.6")
    paths = (str(folder), str(scipy_libraries), os.environ.get(PATH, ""))
    os.environ[PATH] = os.pathsep.join(filter(None, paths))


def _package(name: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    found = importlib.util.find_spec(name)
    assert found is not None and found.origin is not None
    return Path(found.origin).parent
