"""What the functions of the simulation plane share."""
