"""One module for each converter: `convert(order)` in a limited process, `finish` after it."""
