"""Time series at rest: columns of times and values, their chunks, and the tables that hold them."""
