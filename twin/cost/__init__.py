"""What a site costs: metering rules, dated rates, and the paths that values may take."""
