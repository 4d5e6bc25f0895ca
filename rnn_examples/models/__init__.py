"""The mathematics, in plain NumPy, one idea a file. Nothing here knows of traces or pages."""
