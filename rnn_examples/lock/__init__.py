"""The values lock: every published number, and what changed since it was locked."""
