"""The image of Ansys Twin Builder twins: the runner of `simulate` beside the Twin Runtime."""
