"""AWS IoT SiteWise: models, assets, values, computations, notifications."""
