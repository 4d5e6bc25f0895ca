"""What lies beside the pages of the built site."""

import json
import re
from urllib.parse import unquote

from rnn_examples.pages.addresses import folder_of_index
from rnn_examples.typesetting.search_text import INDEX

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TAG = re.compile(r"<[^>]+>")


def test_the_search_finds_no_number_that_is_not_on_its_page(built_site):
    def numbers(page):
        html = (built_site / page / "index.html").read_text("utf-8")
        return {*NUMBER.findall(TAG.sub("", html)), *NUMBER.findall(TAG.sub(" ", html))}

    entries = json.loads((built_site / INDEX).read_text("utf-8"))["docs"]
    found = 0
    for entry in entries:
        page = folder_of_index(unquote(entry["location"].partition("#")[0]))
        shown = NUMBER.findall(TAG.sub("", f"{entry['title']} {entry['text']}"))
        assert {*shown} <= numbers(page), page
        found += len(shown)
    assert found > 500
