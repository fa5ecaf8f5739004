"""Assets in the layout of the Visual Asset Management System (VAMS): folders and JSON."""
