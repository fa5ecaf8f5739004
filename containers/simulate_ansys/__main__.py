"""`python -m simulate_ansys`: what `python -m simulate` does, for the kinds of this image."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

# The programs that the runner starts as processes of their own belong to this image, too.
from simulate import child, chunk_child  # noqa: F401
from simulate.__main__ import main
from simulate_ansys import native_libraries

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="libraries-") as folder:
        native_libraries.prefer(Path(folder))
        code = main()
    sys.exit(code)
