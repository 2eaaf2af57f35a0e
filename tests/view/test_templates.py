"""Templates of pages: what a catalogue says is text within them, whatever it holds."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tillitsim.view.templates import environment

SAID = "{% trans %}It misses none of them.{% endtrans %}"
COUNTED = '{{ ngettext("had waited %(num)d month", "had waited %(num)d months", n) }}'


@pytest.fixture
def norwegian(tmp_path, monkeypatch):
    """A catalogue with marks of HTML in its words."""
    catalogue = Catalog(locale="nb")
    catalogue.add("It misses none of them.", "<b>Ingen</b> & 'alle'")
    catalogue.add(("had waited %(num)d month", "had waited %(num)d months"), ("<i>", "%(num)d & ™"))
    with (tmp_path / "nb.po").open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setenv("TILLITSIM_LOCALE_DIR", str(tmp_path))


@pytest.mark.usefixtures("norwegian")
def test_words_of_a_catalogue_are_escaped_in_html():
    made = environment("tillitsim.studies.report", "nb", html=True)
    assert made.from_string(SAID).render() == "&lt;b&gt;Ingen&lt;/b&gt; &amp; &#39;alle&#39;"
    assert made.from_string(COUNTED).render(n=1) == "&lt;i&gt;"
    assert made.from_string(COUNTED).render(n=2) == "2 &amp; ™"


@pytest.mark.usefixtures("norwegian")
def test_words_of_a_catalogue_stand_as_they_are_in_plain_text():
    made = environment("tillitsim.studies.report", "nb", html=False)
    assert made.from_string(SAID).render() == "<b>Ingen</b> & 'alle'"


def test_what_is_filled_into_a_sentence_is_escaped_once():
    made = environment("tillitsim.studies.report", "sv", html=True)
    text = made.from_string("{% trans %}“{{ title }}”{% endtrans %}").render(title="<A> & 'B'")
    assert text == "”&lt;A&gt; &amp; &#39;B&#39;”"
