"""`python -m twin_local.supervisor.launch COMMAND…`: become COMMAND, and end when the parent ends.

The kernel's parent-death signal must be asked for by the child itself; doing so in a process of its
own keeps the parent free of code between fork and exec.
"""

from __future__ import annotations

import os
import sys

from twin_local.server.process import die_with_parent


def main() -> None:
    """Ask for the signal and become the command."""
    parent = int(os.environ["TWIN_PARENT"])
    die_with_parent()
    if os.getppid() != parent:
        sys.exit(1)
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
