"""What is said of assets: typed metadata, links, comments, aliases, tags and the history."""
