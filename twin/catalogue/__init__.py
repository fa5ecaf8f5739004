"""The catalogue: databases → assets → files → versions, and what is said of them."""
