"""Views of a trace: numbers, derivation, diagram, table, plot. Each is a pure function of the trace."""
