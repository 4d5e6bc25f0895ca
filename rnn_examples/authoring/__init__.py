"""What an author writes: tokens and their values, claims, front matter, snippets, cells."""
