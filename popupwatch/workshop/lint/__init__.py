"""Lint: everything that can be said of rule files by reading them, told all at once."""
