"""Try a twin on its own: `python -m simulate_ansys.trial FILE KIND FOLDER SECONDS`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from simulate.trial import main
from simulate_ansys import native_libraries

MODULE = "simulate_ansys.trial"


def begin_again() -> None:
    """Replace this process by one that starts with the libraries."""
    native_libraries.prefer(Path(sys.argv[3]) / "libraries")
    os.execv(sys.executable, [sys.executable, "-m", MODULE, *sys.argv[1:]])


if __name__ == "__main__":
    if not native_libraries.are_preferred():
        begin_again()
    code = main()
    sys.stdout.flush()
    # The report is complete: what the Twin Runtime does when a process ends may crash.
    os._exit(code)
