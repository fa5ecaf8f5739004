"""Which policies decide on an action, and why."""
