"""What runs in the environment of the simulation image: model runs, and estimates around them."""
