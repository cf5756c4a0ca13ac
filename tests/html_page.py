"""A written page as tests read it, and what every page owes its readers."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

FORBIDDEN = {"script", "link", "img", "image", "iframe", "object", "embed", "base", "form", "input", "audio", "video"}
FETCHING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "xlink:href"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Page(HTMLParser):
    """What stands in a page: its tags with attributes in order, and its text by innermost tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = [""]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in {"meta", "wbr", "br"}:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that is closed at once."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag; every one must have been opened last."""
        assert self._open.pop() == tag
        if tag in {"td", "th", "li", "p", "dt", "dd", "h1", "h2", "h3", "summary", "span"}:
            self.texts.append(("", " "))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.texts.append((self._open[-1], data))

    def close(self) -> None:
        """Finish; nothing may be left open."""
        super().close()
        assert self._open == [""]

    def of(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every tag of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        """Return what a reader reads, white space made even."""
        return " ".join("".join(data for tag, data in self.texts if tag not in {"style", "desc"}).split())


def runs_nothing_and_asks_nobody(page: Page) -> None:
    """Make sure that a page holds no script and fetches nothing."""
    assert not FORBIDDEN & {tag for tag, _ in page.tags}
    for tag, attributes in page.tags:
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in FETCHING
            assert "url(" not in value.replace("url(#", "")
            assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
            if name == "href":
                assert tag == "a"
                assert value.startswith(("#", "https://", "http://"))
            if name == "http-equiv":
                assert value == "Content-Security-Policy"
    for tag, data in page.texts:
        if tag == "style":
            assert "url(" not in data
            assert "@import" not in data
    policies = [meta["content"] for meta in page.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policies == [POLICY]


def ids_are_unique_and_met(text: str) -> None:
    """Make sure that no id stands twice on a page, and that whatever is referred to is there."""
    page = Page(text)
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    asked = [name for _, attributes in page.tags for name in attributes.get("aria-labelledby", "").split()]
    asked += [attributes["href"][1:] for attributes in page.of("a") if attributes["href"].startswith("#")]
    asked += re.findall(r"url\(#([^)]+)\)", text)
    assert set(asked) <= set(ids)
