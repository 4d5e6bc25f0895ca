"""Formulas, diagrams and code, typeset while a page is made; what a search reads."""
