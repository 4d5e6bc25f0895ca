"""What an author writes: tokens and the values they name, front matter, snippets, cells."""
