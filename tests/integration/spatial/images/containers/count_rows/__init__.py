"""An image of a site's own: it counts the rows of tables."""
