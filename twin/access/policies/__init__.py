"""The policies of a site: those that the route table gives, and the site's own."""
