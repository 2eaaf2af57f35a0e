"""A bundle: one file with all that a study needs to be checked by somebody else.

A zip archive of results, the files they were made from, this version's specification, evidence and
levels, with a description in JSON-LD as RO-Crate 1.1 asks (Soiland-Reyes et al. 2022). The same
study gives the same bytes: entries in order of name, one date for all, no compression that a
library may change.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tillitsim import __version__
from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.core import jit, random
from tillitsim.runs.ensemble.parameter_sets import shipped_ensemble
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.store.files import read_plain, whole_file
from tillitsim.scenario.reading.text_files import JsonObject, control_in, shown
from tillitsim.studies.archive.made import Made, made

METADATA = "ro-crate-metadata.json"
DATE = (1980, 1, 1, 0, 0, 0)
SKIPPED = ("runs", "parts", "damaged")
"""Folders of single runs: what they hold stands in the tables."""
LARGEST = 2_000_000_000
"""Bytes of a bundle, unpacked."""
MOST_FILES = 20_000
SWOLLEN = 50
"""How many times its own size a bundle may unpack to; ours are not compressed at all."""
DEEPEST, LONGEST_NAME = 20, 200
"""Folders within folders, and bytes of a name."""
RESULTS = "results"
DOCUMENTS = ("model.md", "odd.md", "evidence.md")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a bundle: its name there, its bytes, and what it is."""

    name: str
    content: bytes
    says: str

    @property
    def digest(self) -> str:
        """Its SHA-256."""
        return hashlib.sha256(self.content).hexdigest()


def entries_of(folders: Sequence[Path], inputs: Sequence[Path]) -> list[Entry]:
    """Everything that goes into a bundle but its description.

    Raises
    ------
    InputError
        When a folder has no record of what made it, or two folders are called alike.
    """
    found: dict[str, Entry] = {}
    names = [folder.resolve().name for folder in folders]
    if len(set(names)) < len(names):
        raise InputError(_("two of the folders have the same name; rename one."))
    for folder, name in zip(folders, names, strict=True):
        study = made(folder)
        for path in _files(folder):
            place = f"results/{name}/{path.relative_to(folder).as_posix()}"
            found[place] = Entry(place, read_plain(path), f"result of 'tillitsim {study.kind}'")
        for path in [*inputs_of(study), *inputs]:
            place = f"results/{name}/inputs/{path.name}"
            found[place] = Entry(place, read_plain(path), "a file that the command names")
    for path, says in _documents():
        place = f"documents/{path.name}"
        found[place] = Entry(place, read_plain(path), says)
    return [found[place] for place in sorted(found)]


def inputs_of(study: Made) -> list[Path]:
    """Files of one's own that a command names and that lie here, by the words of the command."""
    found = []
    for word in study.command[2:]:
        path = Path(word.rpartition("=")[2])
        if path.suffix in {".toml", ".csv"} and path.is_file():
            found.append(path)
    return list(dict.fromkeys(found))


def write(entries: Sequence[Entry], path: Path) -> None:
    """Write a bundle, whole or not at all."""
    described = Entry(METADATA, _metadata(entries), "the description of this bundle")
    with whole_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for entry in (described, *entries):
            about = zipfile.ZipInfo(entry.name, DATE)
            about.external_attr = 0o644 << 16
            about.create_system = 3
            archive.writestr(about, entry.content)


def unpack(path: Path, folder: Path) -> JsonObject:
    """Unpack a bundle into an empty folder and check every file; its description.

    Raises
    ------
    InputError
        When it is no bundle, holds a file that leads outside or is too large, or when a file is not
        as it was written.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        raise InputError(_("{file}: this is no bundle.").format(file=path)) from None
    with archive:
        members = archive.infolist()
        size = sum(each.file_size for each in members)
        swollen = size > SWOLLEN * path.stat().st_size
        if len(members) > MOST_FILES or size > LARGEST or swollen:
            raise InputError(_("{file}: this bundle is too large.").format(file=path))
        for each in members:
            if not _inside(each.filename):
                raise InputError(
                    _("{file}: '{name}' is no name of a file in a bundle.").format(
                        file=path, name=shown(each.filename)
                    )
                )
        contents = {each.filename: _member(archive, each, path) for each in members}
    described = _described(contents, path)
    for name, content in contents.items():
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            raise InputError(
                _("{file}: '{name}' is a file and a folder in it.").format(
                    file=path, name=shown(name)
                )
            ) from None
    if not (folder / RESULTS).is_dir():
        raise InputError(_("{file}: this bundle holds no results.").format(file=path))
    return described


def _inside(name: str) -> bool:
    """Whether a name in an archive is one of a file that can be put into a folder, in any system.

    Nothing that leads outside, no folder, nothing that a terminal or a file system stumbles over.
    """
    place = PurePosixPath(name)
    return (
        name == str(place)
        and not place.is_absolute()
        and len(place.parts) <= DEEPEST
        and all(
            part != ".." and len(part.encode("utf-8", "replace")) <= LONGEST_NAME
            for part in place.parts
        )
        and name.isprintable()
        and not set(name) & set('\\:*?"<>|')
        and not control_in(name)
    )


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> bytes:
    try:
        return archive.read(member)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
    ):
        raise InputError(
            _("{file}: '{name}' is damaged.").format(file=path, name=shown(member.filename))
        ) from None


def _described(contents: Mapping[str, bytes], path: Path) -> JsonObject:
    """The description, when every file is as it says."""
    try:
        described: JsonObject = json.loads(contents[METADATA])
        listed = {str(each["@id"]): each for each in described["@graph"]}
        digests = {name: each["sha256"] for name, each in listed.items() if "sha256" in each}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise InputError(
            _("{file}: the description {name} is missing or damaged.").format(
                file=path, name=METADATA
            )
        ) from None
    wrong = [name for name in digests if name not in contents]
    wrong += [
        name
        for name, content in contents.items()
        if name != METADATA and hashlib.sha256(content).hexdigest() != digests.get(name)
    ]
    if wrong:
        raise InputError(
            _("{file}: '{name}' is not as it was written, or not described.").format(
                file=path, name=shown(min(wrong))
            )
        )
    return described


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and inside.parts[0] not in SKIPPED:
            yield path


def _documents() -> Iterator[tuple[Path, str]]:
    """The specification and scores of this version, where they lie beside the program."""
    root = evidence_folder().parent
    scores = root / "evidence-results.json"
    ensemble = shipped_ensemble()
    for path, says in (
        (scores, "how this version scores on published findings"),
        (root / "levels-results.json", "published levels beside those of this version"),
        (ensemble, "the parameter sets of this version that met the evidence"),
        (ensemble.with_name("calibration.json"), "how those parameter sets were found"),
    ):
        if path.is_file():
            yield path, says
    for name in DOCUMENTS:
        path = root.parent / "docs" / name
        if path.is_file():
            yield path, "the specification of the model, or what is known of it"


def _metadata(entries: Sequence[Entry]) -> bytes:
    parts = [
        {
            "@id": entry.name,
            "@type": "File",
            "description": entry.says,
            "contentSize": str(len(entry.content)),
            "sha256": entry.digest,
        }
        for entry in entries
    ]
    graph = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": "a study with tillitsim",
            "description": "Results, what they were made from, and the model that made them.",
            "hasPart": [{"@id": entry.name} for entry in entries],
        },
        {
            "@id": "#tillitsim",
            "@type": "SoftwareApplication",
            "name": "tillitsim",
            "softwareVersion": __version__,
            "identifier": jit.fingerprint(),
            "randomScheme": random.SCHEME,
        },
        *parts,
    ]
    crate = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return (json.dumps(crate, indent=2, sort_keys=True) + "\n").encode()
