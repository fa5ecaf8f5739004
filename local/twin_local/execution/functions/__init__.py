"""AWS Lambda: the deployed zips, run in worker processes forked from a warm interpreter."""
