"""Which inputs matter: estimators over the results of a study with the fitting design."""
