"""One page from Markdown to HTML: tokens become numbers, derivations, pictures and panels."""
