"""Worked examples: a model, the inputs it runs on, and from them every number of a page.

One file a page. Each constant in capitals that is a `WorkedExample` is published under its name in
small letters: `ENCODER` gives `encoder.h_1`.
"""
