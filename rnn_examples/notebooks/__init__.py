"""Notebooks: run, and made pages."""
