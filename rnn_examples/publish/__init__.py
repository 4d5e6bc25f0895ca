"""The adapter to the site: tokens in Markdown become numbers, derivations, tables and pictures."""
