"""The HTTP interface: one table of routes from which the REST API and its OpenAPI are made."""
