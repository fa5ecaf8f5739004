"""The API of what-ifs that compare candidates, and of the course that a run took."""
