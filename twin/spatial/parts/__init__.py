"""Parts of two versions of a model: which one is which, and what became of it."""
