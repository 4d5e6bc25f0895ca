"""The ledger: every number on a page is computed, vouched for by rule, or declared."""
