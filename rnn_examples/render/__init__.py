"""Views of a trace: numbers, derivation, diagram, table, plot: pure functions of the trace."""
