"""What the functions of the IoT plane share: values in SiteWise, and the two tables."""
