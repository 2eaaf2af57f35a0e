"""Where compiled code is kept: a folder that nobody else can write, files that carry a digest.

Compiled code is run, and Numba's own is unpickled, so a place that another user could have written
is refused. A damaged file costs a compilation and never the run: what is read is compared with the
digest that was written with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from functools import cache
from pathlib import Path

from tillitsim.locale import _

DIGEST = 32
NAME = "tillitsim"
UNIX = hasattr(os, "getuid")


def sealed(content: bytes) -> bytes:
    """``content`` behind its digest (BLAKE2b, 32 bytes)."""
    return hashlib.blake2b(content, digest_size=DIGEST).digest() + content


def unsealed(whole: bytes) -> bytes | None:
    """The content of what :func:`sealed` made; None if a bit of it has changed."""
    digest, content = whole[:DIGEST], whole[DIGEST:]
    sound = hashlib.blake2b(content, digest_size=DIGEST).digest() == digest
    return content if sound else None


def read(path: Path) -> bytes | None:
    """What :func:`write` put into a file; None if it is not there, not ours, or damaged."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode) or (UNIX and about.st_uid != os.getuid()):
                return None
            return unsealed(file.read())
    except OSError:
        return None


def write(path: Path, content: bytes) -> bool:
    """Keep ``content`` in a file, whole or not at all; False where it cannot be written."""
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sealed(content))
        Path(part).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        return False
    return True


def home() -> Path | None:
    """The user's folder for caches; None where there is none to be found."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"])
    if os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"])
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return None


@cache
def folder(*parts: str) -> Path | None:
    """A private folder ``<cache>/tillitsim/<parts>``, made if need be; None if there can be none.

    A place that another user could write is refused, and why is said once, on stderr.
    """
    base = home()
    if base is None:
        return None
    place = Path(os.path.realpath(base))
    for part in ("", NAME, *parts):
        place /= part
        try:
            _make(place)
        except OSError:
            return None
        reason = open_to_others(place) if part else None
        if reason:
            tell(_("Compiled code is not kept: {reason}.").format(reason=reason))
            return None
    return place if os.access(place, os.W_OK | os.X_OK) else None


def _make(place: Path) -> None:
    """Make a folder, and those above it, for the user alone, whatever the umask."""
    if not place.parent.exists():
        _make(place.parent)
    with contextlib.suppress(FileExistsError):
        place.mkdir(0o700)


def open_to_others(place: Path) -> str | None:
    """Why a folder cannot be trusted: who else could have put files there; None if nobody."""
    if not UNIX:
        return None  # the user's own application data are private
    for each in (place, *place.parents):
        about = os.lstat(each)
        last = each == place
        if not stat.S_ISDIR(about.st_mode):
            return _("{each} is not a folder").format(each=each)
        if about.st_uid != os.getuid() and (last or about.st_uid != 0):
            return _("{each} belongs to another user").format(each=each)
        shared = about.st_mode & (
            stat.S_IWOTH | (0 if _private_group(about.st_gid) else stat.S_IWGRP)
        )
        if shared and (last or not about.st_mode & stat.S_ISVTX):
            return _("other users can write in {each} (to mend it: chmod go-w '{each}')").format(
                each=each
            )
    return None


def _private_group(group: int) -> bool:
    """Whether a group is the user's own: of the same name, with nobody else in it."""
    import grp  # noqa: PLC0415 - Unix only
    import pwd  # noqa: PLC0415

    try:
        user, entry = pwd.getpwuid(os.getuid()), grp.getgrgid(group)
    except KeyError:
        return False
    return (
        group == user.pw_gid
        and entry.gr_name == user.pw_name
        and not set(entry.gr_mem) - {user.pw_name}
    )


def tell(sentence: str) -> None:
    """Say something on stderr, if there is one."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{sentence}\n")
            sys.stderr.flush()
