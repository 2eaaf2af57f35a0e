"""Makes the gallery: real comparisons on the source's scenarios, as pictures with captions.

    python tools/gallery.py            writes docs/gallery.md and its pictures; some minutes
    python tools/gallery.py --quick    the same with few runs and sets, to see that it works

Every picture comes from the command that stands beside it, so anybody can make it again.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MIXES = " ".join(
    f"docs/gallery/home-care-{name}.toml"
    for name in ("rule-book", "trust-reform", "new-public-management", "balance")
)
OUTCOMES = (
    "trust_in_operations,discretion_used,can,will,dare,administrative_burden,good_meetings,"
    "quality_simple,quality_complex,reporting_gap,trust_in_service,cost_per_good_meeting"
)
"""Few enough for four scenarios in one picture."""

FEW = {"replicates": 3, "parameter-sets": 2, "months": 36}
QUICK = {
    "compare": FEW,
    "triangle": FEW | {"degree": 4},
    "map": FEW | {"steps": 3},
    "explain": {"replicates": 3, "months": 36},
}
"""Options of a quick run, by command."""

LARGEST = 200_000
"""Bytes of a picture at most."""

COLOURS = 128
"""Colours of a picture; chosen to cover all of it, so that thin lines keep theirs."""

WIDEST = 1500
"""Dots from left to right at most."""


@dataclass(frozen=True)
class Shown:
    """One picture of a command: its file there, its heading, and how to read it."""

    file: str
    heading: str
    caption: str


@dataclass(frozen=True)
class Study:
    """A command and the pictures that are shown of it; ``least`` sets if it needs some."""

    command: str
    pictures: tuple[Shown, ...]
    least: int = 0


STUDIES = (
    Study(
        f"compare {MIXES} --replicates 12 --parameter-sets 24"
        f" --outcomes {OUTCOMES} --pictures compare,over-time,chain,reported,needs",
        (
            Shown(
                "compare",
                "Four ways to steer home care",
                "The same home care, steered by the rule book (the baseline), by a trust reform, by"
                " new public management and in balance. Nothing but the mix differs, and all runs"
                " use the same random numbers. Read a row from left to right: where the baseline"
                " lies, where the other lies, and how much that differs, under each of many sets of"
                " plausible assumptions; the words at the end say how many of the sets agree.",
            ),
            Shown(
                "over-time",
                "Month by month",
                "The same runs. Each way to steer has been at work for years before the first"
                " month (spin-up), so the differences are there from the start, and few of them"
                " grow; what a change does on its way, `--reform` with `--at` shows. Lines are"
                " medians, bands nine tenths of the runs under other plausible assumptions; the"
                " wider they are, the less the lines alone say.",
            ),
            Shown(
                "chain",
                "What happens on the way",
                "The same runs as a chain. Look at how much of the control reaches staff, how many"
                " decisions are left to judgement, and how much of what politics is told is not"
                " so.",
            ),
            Shown(
                "reported",
                "What is reported, and what is so",
                "Reported quality need not follow true quality. The gap is what those who only read"
                " reports do not see.",
            ),
            Shown(
                "needs",
                "Simple and complex needs",
                "Averages hide who gains. Look at whether citizens with complex needs trust the"
                " service as much as others, and at whether the two heaps come closer or part.",
            ),
        ),
    ),
    Study(
        "compare today-mixed trust-reform --replicates 12 --parameter-sets 24 --pictures compare",
        (
            Shown(
                "compare",
                "From today's mix to a trust reform",
                "The baseline is a guess at how an ordinary service is steered today, with managers"
                " who want something else than their councils.",
            ),
        ),
    ),
    Study(
        "compare rule-book trust-reform --parameter-sets 120 --pictures tornado",
        (
            Shown(
                "tornado",
                "What the answer hangs on",
                "With many sets of assumptions one can ask which of them moves the difference most."
                " A bar that crosses zero turns the answer; a hollow mark may be chance. These are"
                " the assumptions to measure before a reform is decided.",
            ),
        ),
        least=12,
    ),
    Study(
        "triangle home-care --replicates 4 --parameter-sets 8",
        (
            Shown(
                "triangle",
                "Every mix at once",
                "Each triangle holds all mixes of the three principles. A star is the mix that is"
                " most often as good as the best, full where that is likely; dots are where the"
                " best may lie instead. What is best for what is reported need not be best for the"
                " meeting.",
            ),
        ),
    ),
    Study(
        "map --replicates 4 --parameter-sets 8",
        (
            Shown(
                "map",
                "Who wins where",
                "Over two properties of the task: how much needs vary, and how much of the task can"
                " be measured. A cell is filled where one principle is at least likely to be the"
                " best; white means that none is, or that the difference does not matter. This is"
                " an answer about the profile table, too: see the next picture.",
            ),
        ),
    ),
    Study(
        "map --replicates 4 --parameter-sets 8 --neutral-table soft",
        (
            Shown(
                "map",
                "Who wins where nothing comes along",
                "The same map with what is assumed of the principles (support, openness, dialogue"
                " and the other soft cells) made the same for all three, so that only discretion,"
                " demands, checks and pay differ. What changes between the two maps is what the"
                " table assumes.",
            ),
        ),
    ),
    Study(
        "explain home-care --replicates 8",
        (
            Shown(
                "explain",
                "The good meeting taken apart",
                "What creates value, what hinders it, and which steering signals matter, in home"
                " care as it is steered today.",
            ),
        ),
    ),
)


def main(arguments: list[str]) -> int:
    """Run every study, copy its pictures, write the page."""
    quick = arguments == ["--quick"]
    if arguments and not quick:
        sys.stderr.write("tools/gallery.py takes --quick, or nothing.\n")
        return 2
    parts = [HEAD]
    for study in STUDIES:
        words = words_of(study, quick=quick)
        sys.stderr.write(f"tillitsim {shlex.join(words)}\n")
        parts += entries(study, words)
    (DOCS / "gallery.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


HEAD = """\
# Gallery

*Made by `python tools/gallery.py`; do not edit.*

Real runs on shipped scenarios, each with the command that makes it again. *Nine of ten* is where \
nine tenths of runs under other plausible assumptions lie, chance included; *with default values* \
is one such set of assumptions among many. Nothing here is a forecast: see \
[what the model cannot tell](explanation/limits.md). How to make such pictures of your own: \
[compare](how-to/compare.md)."""


def words_of(study: Study, *, quick: bool) -> list[str]:
    """The words of the command, with fewer runs when it is to be quick."""
    words = shlex.split(study.command)
    for option, number in QUICK[words[0]].items() if quick else ():
        flag, least = f"--{option}", study.least if option == "parameter-sets" else 0
        value = str(max(number, least))
        if flag in words:
            words[words.index(flag) + 1] = value
        else:
            words += [flag, value]
    return words


def entries(study: Study, words: list[str]) -> Iterator[str]:
    """Run a study and tell of its pictures, one by one."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        program = [sys.executable, "-c", "from tillitsim.cli.main import main; main()"]
        subprocess.run(
            [*program, *words, "--out", place], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        data = json.loads((folder / f"{words[0]}.json").read_text(encoding="utf-8"))
        for picture in study.pictures:
            name = f"gallery-{slug(picture.heading)}.png"
            alternative = shrink(folder / f"{picture.file}.png", DOCS / "pictures" / name)
            parts = [
                f"## {picture.heading}",
                f"![{picture.heading}](pictures/{name})",
                picture.caption,
                numbers(data) if picture.file == "compare" else "",
                "<details><summary>The picture in words</summary>",
                alternative,
                "</details>",
                made_of(words, data),
            ]
            yield "\n\n".join(part for part in parts if part)


def slug(heading: str) -> str:
    """A heading as part of a file's name."""
    return "-".join(heading.lower().replace("'", "").replace(",", "").split())


def shrink(source: Path, target: Path) -> str:
    """Write a picture with few colours and no more dots than needed; its text alternative."""
    with Image.open(source) as whole:
        title, alternative = (str(whole.info.get(key, "")) for key in ("Title", "Description"))
        picture = whole.convert("RGB")
    told = PngInfo()
    told.add_itxt("Title", title)
    told.add_itxt("Description", alternative)
    width = min(WIDEST, picture.width)
    while True:
        small = picture.resize((width, round(picture.height * width / picture.width)))
        file = BytesIO()
        few = small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(file, "PNG", optimize=True, pnginfo=told)
        if len(file.getvalue()) <= LARGEST:
            break
        width = int(0.9 * width)
    target.write_bytes(file.getvalue())
    return alternative


def numbers(data: dict[str, Any]) -> str:
    """The main differences of a comparison: the ensemble, how sure, and default values."""
    head = "against the baseline | outcome | median | nine of ten | how sure | with default values"
    rows = [
        f"| {each['scenario']} | {each['label']} ({each['reading']}) |"
        f" {each['median']:+.1f} | {each['low']:+.1f} to {each['high']:+.1f} |"
        f" {each['how_sure']} | {each['default_difference']:+.1f} |"
        for each in data["differences"]
        if each["outcome"] in {"good_meetings", "quality_complex", "reporting_gap"}
    ]
    return "\n".join([f"| {head} |", "| --- " * 6 + "|", *rows])


def made_of(words: list[str], data: dict[str, Any]) -> str:
    """The command, and what it takes to make the same again."""
    command = textwrap.fill(
        f"tillitsim {shlex.join(words)}", 96, break_long_words=False, break_on_hyphens=False
    ).replace("\n", " \\\n    ")
    scenarios = data["scenarios"] if "scenarios" in data else {data["scenario"]: data["digest"]}
    hashes = ", ".join(f"{name} {digest}" for name, digest in scenarios.items())
    calibrated = data.get("parameter_sets_calibrated")
    status = {
        None: "",
        True: " The other assumptions are calibrated.",
        False: " The other assumptions are prior draws.",
    }
    made = f"Seed {data['seed']}; {hashes}.{status[calibrated]}"
    return f"```console\n$ {command}\n```\n\n{made}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
