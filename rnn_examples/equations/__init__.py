"""What an equation on a page says of the values in it: their symbols, its relations, its sums."""
