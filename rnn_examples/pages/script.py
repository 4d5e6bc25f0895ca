"""The script of a page: where it is, and how a page asks for it."""

FOLDER = "javascripts"
ENTRY = "page.js"
SCRIPT = f"{FOLDER}/{ENTRY}"
MODULE = (
    '<script type="module" fetchpriority="low" '
    """onerror="document.documentElement.classList.add('without-script')" src="""
)
"""How a page asks for its script. Where that does not load, no panel shows."""
