"""One module a command: each has `command`, and is found by being here."""
