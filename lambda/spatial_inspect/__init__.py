"""First step of the workflow: what has arrived, and what is to be done with it."""
