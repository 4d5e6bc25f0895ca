"""The adapter to the site: tokens in Markdown become numbers, derivations, diagrams, tables and plots."""
