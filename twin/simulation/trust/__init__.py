"""How far a prediction can be trusted: what its past ones were worth, and where it stands."""
