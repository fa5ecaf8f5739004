"""Figures that mean something: each beside a reference measured in the same run."""
