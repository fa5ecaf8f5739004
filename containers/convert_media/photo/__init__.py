"""Photos: what they show, where and when they were taken, and what browsers get of them."""
