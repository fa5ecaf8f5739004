"""What the edge components share: the spool, AWS clients, options, logging, stopping."""
