"""Start of the job."""

from __future__ import annotations

import sys

from conversion_runtime.main import main

if __name__ == "__main__":
    sys.exit(main("count_rows", sys.argv[1:]))
