"""New values of a site to its InfluxDB."""
