"""What is looked at: each check says what it found and, where that is not well, what mends it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal, NamedTuple

from packaging.requirements import Requirement

import tillitsim
from tillitsim.errors import TillitsimError, refusal
from tillitsim.locale import _, current_language
from tillitsim.model.core import cache
from tillitsim.model.native import library as native
from tillitsim.model.native import targets
from tillitsim.model.simulation import default_threads
from tillitsim.runs.ensemble.parameter_sets import shipped_ensemble
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.workers.machine import available_memory
from tillitsim.scenario.reading.files import shipped_folder
from tillitsim.studies.doctor.pinned import digest, pinned

State = Literal["well", "note", "wrong"]
RUN = "demonstration"
ENOUGH_MEMORY = 500_000_000
"""Bytes that the smaller scenarios need with all that is imported."""
SIGNS = "åäö\N{MINUS SIGN}\N{PLUS-MINUS SIGN}"
"""What tables and sentences are written with."""


class Finding(NamedTuple):
    """What a check found: ``wrong`` keeps tillitsim from working as it should, a ``note`` does not.

    ``remedy`` is empty where all is well.
    """

    state: State
    what: str
    said: str
    remedy: str = ""


def findings(out: Path) -> Iterator[Finding]:
    """Every check, in order; ``out`` is the folder that results would go to."""
    checks: tuple[Callable[[], Finding], ...] = (
        python,
        libraries,
        shipped_files,
        kernels,
        run,
        kept_kernels,
        memory,
        lambda: folder_for_results(out),
        scratch,
        encoding,
        terminal,
    )
    for check in checks:
        yield check()


def python() -> Finding:
    """The program, the interpreter and the machine."""
    said = _("tillitsim {version} on Python {python}, {system} {machine}").format(
        version=tillitsim.__version__,
        python=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
    )
    return Finding("well", _("program"), said)


def libraries() -> Finding:
    """Whether each library is there in a version that is declared."""
    what = _("libraries")
    try:
        declared = [Requirement(each) for each in requires("tillitsim") or ()]
    except PackageNotFoundError:
        return Finding(
            "note",
            what,
            _("tillitsim is not installed but read from its folder"),
            _("install it, so that versions are checked: pip install --editable ."),
        )
    needed = [each for each in declared if each.marker is None or each.marker.evaluate()]
    wrong = [told for each in needed if (told := _library_fault(each))]
    if wrong:
        words = " ".join(f"'{each}'" for each in needed if _library_fault(each))
        return Finding(
            "wrong",
            what,
            "; ".join(wrong),
            _("install them: pip install {words}").format(words=words),
        )
    shown = ", ".join(f"{each.name} {version(each.name)}" for each in needed)
    return Finding("well", what, shown)


def _library_fault(needed: Requirement) -> str:
    """What is wrong with a library; empty when nothing is."""
    try:
        found = version(needed.name)
    except PackageNotFoundError:
        return _("{name} is not there").format(name=needed.name)
    if needed.specifier.contains(found, prereleases=True):
        return ""
    return _("{name} is {found}, and {wanted} is needed").format(
        name=needed.name, found=found, wanted=needed.specifier
    )


def shipped_files() -> Finding:
    """Whether scenarios, findings and the calibrated ensemble are there."""
    folder = shipped_folder()
    scenarios = 0 if folder is None else len([*folder.glob("*.toml")])
    absent = [
        name
        for name, there in (
            (_("scenarios"), scenarios > 0),
            (_("findings"), evidence_folder().is_dir()),
            (_("the calibrated ensemble"), shipped_ensemble().is_file()),
        )
        if not there
    ]
    what = _("files that come with it")
    if absent:
        return Finding(
            "wrong",
            what,
            _("not there: {names}").format(names=", ".join(absent)),
            _("install tillitsim anew, from a wheel or a whole clone"),
        )
    return Finding(
        "well",
        what,
        _("{count} scenarios, findings, the calibrated ensemble").format(count=scenarios),
    )


def kernels() -> Finding:
    """Whether the kernels are compiled ahead of time, and for which level of processor."""
    what = _("kernels")
    best = targets.runnable()
    held = native.library()
    asked = os.environ.get(native.CHOICE, "")
    if held is None:
        said = _("each is compiled when it is needed, which takes half a minute once")
        if asked:
            return Finding(
                "note",
                what,
                said,
                _("take {name} out of the environment").format(name=native.CHOICE),
            )
        return Finding(
            "note", what, said, _("build them once: python -m tillitsim.model.native.build")
        )
    said = _("compiled ahead of time for {target}").format(target=held.target)
    if best and held.target != best[0].name:
        return Finding(
            "note",
            what,
            _("{said}, though this processor is {best}: slower, the same numbers").format(
                said=said, best=best[0].name
            ),
            _("take {name} out of the environment").format(name=native.CHOICE)
            if asked
            else _("build them once: python -m tillitsim.model.native.build"),
        )
    return Finding("well", what, said)


def run() -> Finding:
    """Whether a small run gives the numbers that it gave where it was released."""
    what = _("a small run")
    try:
        same = digest(RUN) == pinned()[RUN]
    except (TillitsimError, OSError, ValueError) as problem:
        return Finding(
            "wrong",
            what,
            _("it ends with: {problem}").format(problem=problem),
            _("install tillitsim anew, from a wheel or a whole clone"),
        )
    if same:
        return Finding("well", what, _("gives the known numbers, to the last bit"))
    return Finding(
        "wrong",
        what,
        _("gives other numbers than where it was released"),
        _(
            "if you have changed the model, that is why; else empty the folder of kept kernels,"
            " and if that does not help, report it with all of this"
        ),
    )


def kept_kernels() -> Finding:
    """Where compiled kernels are kept, and that nobody else can write there."""
    what = _("folder of kept kernels")
    home = cache.home()
    if home is None:
        return Finding(
            "note",
            what,
            _("there is none, since you have no home folder"),
            _("name one: set XDG_CACHE_HOME"),
        )
    place = Path(os.path.realpath(home)) / cache.NAME
    reason = cache.open_to_others(place) if place.exists() else None
    if reason:
        return Finding(
            "wrong",
            what,
            _("{place} is not used: {reason}").format(place=place, reason=reason),
            _("let nobody else write there, or set XDG_CACHE_HOME to a folder of your own"),
        )
    if cache.folder("kernels") is None:
        return Finding(
            "note",
            what,
            _("{place} cannot be written to").format(place=place),
            _("set XDG_CACHE_HOME to a folder of your own, so that nothing is compiled twice"),
        )
    return Finding("well", what, _("{place}, yours alone").format(place=place))


def memory() -> Finding:
    """Memory and processors."""
    what = _("machine")
    free = available_memory()
    cores = _("{count} processors").format(count=default_threads())
    if free is None:
        return Finding("well", what, cores)
    said = _("{cores}, {size} GB of memory free").format(cores=cores, size=f"{free / 1e9:.1f}")
    if free < ENOUGH_MEMORY:
        return Finding(
            "wrong", what, said, _("end other programs, or lift the limit (ulimit -v unlimited)")
        )
    return Finding("well", what, said)


def folder_for_results(out: Path) -> Finding:
    """Whether results can be written; nothing is left behind."""
    what = _("folder for results")
    try:
        place = out.absolute()
    except OSError:
        return Finding(
            "wrong", what, _("the folder that you are in is gone"), _("go to another: cd")
        )
    return _writable(place, what, _("go to a folder of your own, or give --out DIR"))


def scratch() -> Finding:
    """Whether there is a place for what is thrown away."""
    what = _("folder for scratch")
    try:
        place = Path(tempfile.gettempdir())
    except OSError:
        return Finding(
            "wrong", what, _("there is none that can be written to"), _("name one: set TMPDIR")
        )
    return _writable(place, what, _("name another: set TMPDIR"))


def _writable(place: Path, what: str, remedy: str) -> Finding:
    above = next((each for each in (place, *place.parents) if each.exists()), place)
    try:
        with tempfile.TemporaryFile(dir=above) as file:
            file.write(b"tillitsim")
        room = shutil.disk_usage(above).free
    except OSError as problem:
        return Finding(
            "wrong",
            what,
            _("{place} cannot be written to: {why}").format(place=place, why=refusal(problem)),
            remedy,
        )
    said = _("{place}, {size} GB free").format(place=place, size=f"{room / 1e9:.1f}")
    return Finding("well", what, said)


def encoding() -> Finding:
    """Whether what is printed, and names of files, can hold every letter."""
    what = _("letters")
    output = getattr(sys.stdout, "encoding", None) or "?"
    files = sys.getfilesystemencoding()
    said = _("printed as {output}, names of files as {files}").format(output=output, files=files)
    try:
        SIGNS.encode(output)
        SIGNS.encode(files)
    except (UnicodeEncodeError, LookupError):
        return Finding(
            "note",
            what,
            _("{said}: some signs are written plainly instead").format(said=said),
            _("set PYTHONUTF8=1"),
        )
    return Finding("well", what, said)


def terminal() -> Finding:
    """What is printed to, and in which language."""
    colour = _("no colours (NO_COLOR)") if os.environ.get("NO_COLOR") else _("colours")
    said = (
        _("{columns} columns, {colour}").format(
            columns=shutil.get_terminal_size().columns, colour=colour
        )
        if sys.stdout.isatty()
        else _("output goes to a file or another program")
    )
    language = _("language: {language}").format(language=current_language())
    return Finding("well", _("terminal"), f"{said}; {language}")
