"""The licences of everything that ships: what is installed is read, checked and listed."""
