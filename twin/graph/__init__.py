"""The twin as a graph: what there is, how it hangs together, and questions about it."""
