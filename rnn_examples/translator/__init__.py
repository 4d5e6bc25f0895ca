"""English to Hindi: a small grammar, its sentences, and networks trained on them.

`lexicon` has the words, `grammar` the English sentences, `hindi` their translation by rule, and
`splits` the sentences for training and for tests. Nothing here knows of traces or pages.
"""
