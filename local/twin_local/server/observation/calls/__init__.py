"""The newest API calls: recorded at the front at little cost, named when somebody looks."""
