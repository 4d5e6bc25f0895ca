"""What the site costs, measured: `make bench`. Ratios are taken within one run."""
