"""What the functions of bindings share: sets of bindings, and parts of files."""
