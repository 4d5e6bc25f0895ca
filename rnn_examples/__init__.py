"""Recurrent networks by number: models in plain NumPy, and every number they make traced."""
