"""Site generators: MkDocs, and what is written beside the pages."""
