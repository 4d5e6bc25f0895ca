"""Views of a trace: numbers, derivation, diagram, table. Each is a pure function of the trace."""
