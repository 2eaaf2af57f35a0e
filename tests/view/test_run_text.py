"""What stands below every picture and table: months that count, seed, hash, version."""

from tillitsim.scenario.load import load
from tillitsim.view.run_text import counted, made_from


def test_what_is_told_under_a_neutral_table_says_so_in_both_languages():
    for language, words in (("en", "neutral table"), ("sv", "neutral tabell")):
        assert words not in counted(load("demonstration"), language)
        assert words in counted(load("demonstration", neutral="soft"), language)
        assert words in made_from(load("demonstration", neutral="all"), 0, language)
