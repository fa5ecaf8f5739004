"""Which AWS actions a package's code calls, read from the code: `python -m …permissions iot_route`.

Policies are written by hand beside their constructs; a test compares them with what is found here.
"""

from twin_constructs.permissions.reachable import called_actions

__all__ = ["called_actions"]
