"""Builds the documentation as a site that works from disk, without a network.

    python tools/site.py             into docs/site
    python tools/site.py FOLDER      into another folder

Strict: a broken link or a page that no menu leads to is an error. What a page links to outside
docs/ (source files, scenarios, tests) is shown as its path, since a site has no source beside it.
The front page shows the lab, which is made with it.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tillitsim.studies.lab.contents import TOWN, service_names
from tillitsim.studies.lab.kernels import kernels
from tillitsim.studies.lab.page import page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SITE = DOCS / "site"
LINK = re.compile(r"(!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")
SHIM = re.compile(r"https://unpkg\.com/iframe-worker/shim")
"""What the theme would load from elsewhere to search on pages opened from disk; see search()."""

TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def laboratory(out: Path) -> None:
    """The lab as a page of the site, which the front page shows."""
    names = service_names()
    text = page(kernels(), names, first=TOWN, language="en")
    (out / "lab.html").write_text(text, encoding="utf-8")


def staged(folder: Path) -> None:
    """Put the pages into ``folder``, with links that lead out of docs/ shown as paths."""
    for path in sorted(DOCS.rglob("*")):
        if path.is_dir() or SITE in path.parents:
            continue
        to = folder / path.relative_to(DOCS)
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            to.write_text(rewritten(path), encoding="utf-8")
        else:
            shutil.copyfile(path, to)


def rewritten(source: Path) -> str:
    """The page with links that stay inside the site."""

    def link(found: re.Match[str]) -> str:
        target = found["target"]
        if "://" in target or target.startswith("mailto:"):
            return found[0]
        path = (source.parent / target).resolve()
        if DOCS in path.parents and path.is_file():
            return found[0]
        if path.is_relative_to(ROOT):
            name = path.relative_to(ROOT).as_posix()
            text = found["text"].strip("`")
            return f"`{name}`" if text in name else f"{found['text']} (`{name}`)"
        return found["text"]

    return LINK.sub(link, source.read_text(encoding="utf-8"))


def menu(entries: list[object], folder: Path) -> list[object]:
    """The menu of mkdocs.yml, where the name of a folder stands for all its pages."""
    found: list[object] = []
    for entry in entries:
        if not isinstance(entry, dict):
            found.append(entry)
            continue
        for title, target in entry.items():
            if isinstance(target, list):
                found.append({title: menu(target, folder)})
            elif (folder / target).is_dir():
                pages = sorted((folder / target).glob("*.md"))
                named = [{titled(each): each.relative_to(folder).as_posix()} for each in pages]
                found.append({title: named})
            else:
                found.append({title: target})
    return found


def titled(source: Path) -> str:
    """The first heading of a page."""
    heading = TITLE.search(source.read_text(encoding="utf-8"))
    return heading[1] if heading else source.stem


def build_site(out: Path) -> None:
    """Build the site into ``out``; raises mkdocs' ``Abort`` for the first thing that is wrong."""
    # Two notices that are no fault of a page, which strict would count.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        staged(folder)
        config = load_config(
            str(ROOT / "mkdocs.yml"),
            docs_dir=str(folder),
            site_dir=str(out.resolve()),
            nav=menu(settings["nav"], folder),
            strict=True,
        )
        build(config)
    search(out)
    laboratory(out)


def search(out: Path) -> None:
    """Let pages opened from disk search with a script of our own, so that nothing is fetched."""
    own = "site-search.js"
    shutil.copyfile(ROOT / "tools" / own, out / "assets" / "javascripts" / own)
    for each in out.rglob("*.html"):
        up = "../" * (len(each.relative_to(out).parts) - 1)
        text = each.read_text(encoding="utf-8")
        each.write_text(SHIM.sub(f"{up}assets/javascripts/{own}", text), encoding="utf-8")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    build_site(Path(sys.argv[1]) if len(sys.argv) > 1 else SITE)
