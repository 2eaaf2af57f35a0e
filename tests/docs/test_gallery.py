"""The gallery's commands are ones that a reader can give, and its pictures keep what they show."""

from pathlib import Path

import click
import gallery
import numpy as np
import pytest
from PIL import Image

from tillitsim.cli.main import cli
from tillitsim.studies.compare.pictures import PICTURES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("quick", [False, True])
def test_every_command_is_understood_and_draws_what_is_shown(quick):
    for study in gallery.STUDIES:
        name, *words = gallery.words_of(study, quick=quick)
        given = cli.get_command(click.Context(cli), name).make_context(name, words).params
        for picture in study.pictures:
            assert picture.caption.strip()
            drawn = given["pictures"].split(",") if name == "compare" else [name]
            assert picture.file in drawn
            assert picture.file in {*PICTURES, "triangle", "map", "explain"}
        for path in (word for word in words if word.endswith(".toml")):
            assert (ROOT / path).exists()


def test_a_quick_run_asks_for_less_but_not_for_too_few_sets():
    for study in gallery.STUDIES:
        words = gallery.words_of(study, quick=True)
        options = [word for word in words if word.startswith("--")]
        assert len(options) == len(set(options)), "no option twice"
        if study.least:
            assert words[words.index("--parameter-sets") + 1] == str(study.least)


def test_a_picture_is_made_small_without_losing_thin_coloured_lines(tmp_path):
    rng = np.random.default_rng(1)
    pixels = np.full((900, 2400, 3), 255, np.uint8)
    pixels[:, :1500] = rng.integers(90, 110, (900, 1500, 1), np.uint8)
    pixels[880:884] = (162, 68, 127)
    Image.fromarray(pixels).save(tmp_path / "large.png")
    gallery.shrink(tmp_path / "large.png", tmp_path / "small.png")
    small = Image.open(tmp_path / "small.png")
    assert (tmp_path / "small.png").stat().st_size <= gallery.LARGEST
    line = np.asarray(small.convert("RGB"))[round(881 * small.height / 900), -5].astype(int)
    assert np.abs(line - (162, 68, 127)).max() < 30
