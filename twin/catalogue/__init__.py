"""The catalogue of spatial assets: databases → assets → files → versions, and what is said of them."""
