"""Markdown: whatever stands in a text, it reads as it was."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dingsetup.support.markdown_text import address, code, escaped, linked

TEXTS = st.text(st.sampled_from("a1 .|`*_[]()<>&#!~-+=:/\\@$\"'中\n"), max_size=30)


def _told(markdown: str) -> str:
    (block,) = [t for t in MarkdownIt("commonmark").parse(markdown) if t.type == "inline"]
    assert {child.type for child in block.children or ()} <= {"text", "text_special", "code_inline"}
    return "".join(child.content for child in block.children or ())


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_an_escaped_text_reads_as_it_was(text: str) -> None:
    wanted = " ".join(text.split())
    assert _told(f"x {escaped(text)}") == f"x {wanted}".rstrip()
    assert _told(f"x {code(text)}") == f"x {wanted}".rstrip()
    if wanted:
        assert _told(escaped(text)) == wanted


def test_what_would_be_no_link_stays_text() -> None:
    assert linked("a]b", "https://x.example.com/") == "[a\\]b](<https://x.example.com/>)"
    assert _told(linked("a", "javascript:alert(1)")) == "a javascript:alert(1)"
    assert _told(linked("a", "https://x.example.com/)<b>")) == "a https://x.example.com/)<b>"
    assert address("https://x.example.com/") == "<https://x.example.com/>"
    assert _told(address("《接入钉钉应用》")) == "《接入钉钉应用》"
    assert "https://" not in escaped("https://x.example.com www.x.example.com")
