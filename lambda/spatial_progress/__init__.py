"""What jobs say of their progress, recorded on their conversions and told to everybody."""
