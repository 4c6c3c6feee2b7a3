"""Alembic's scripts; they travel in the package and are applied at start."""
