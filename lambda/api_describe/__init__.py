"""What the API says of itself and of its site."""
