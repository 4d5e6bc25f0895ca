"""The operations that a trace records: what NumPy calls them, and what is known of each.

To record another one, add its row to `table`, and to the browser's table in
`docs/javascripts/graph/operations.js`; `tests/operations/` says what is missing.
"""
