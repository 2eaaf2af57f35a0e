"""Available memory is what the kernel says, within the limits of a container and a process."""

import pytest

from tillitsim.runs.workers import machine

MEMINFO = "MemTotal:       8000 kB\nMemAvailable:   4000 kB\n"


@pytest.fixture
def system(tmp_path, monkeypatch):
    def say(meminfo: str | None, limit: str | None = None, use: str = "0") -> None:
        for name, text in {"MEMINFO": meminfo, "GROUP_LIMIT": limit, "GROUP_USE": use}.items():
            monkeypatch.setattr(machine, name, tmp_path / name)
            if text is not None:
                (tmp_path / name).write_text(text)

    return say


def test_without_a_container_it_is_what_the_kernel_calls_available(system):
    system(MEMINFO)
    assert machine.available_memory() == 4000 * 1024


def test_a_container_without_a_limit_changes_nothing(system):
    system(MEMINFO, "max\n")
    assert machine.available_memory() == 4000 * 1024


def test_a_container_leaves_its_limit_less_what_it_uses(system):
    system(MEMINFO, "3000000\n", "1000000\n")
    assert machine.available_memory() == 2_000_000


def test_a_process_leaves_its_limit_less_what_it_has_taken(system, monkeypatch, tmp_path):
    resource = pytest.importorskip("resource")
    system(MEMINFO.replace("4000 kB", "4000000 kB"))
    (tmp_path / "OWN").write_text("100 50 0 0 0 0 0")
    monkeypatch.setattr(machine, "OWN_PAGES", tmp_path / "OWN")
    limit = 1000 * resource.getpagesize()
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, limit))
    assert machine.available_memory() == 900 * resource.getpagesize()


def test_a_system_that_says_nothing_is_not_guessed_at(system, monkeypatch):
    system(None)

    def unknown(_: str) -> int:
        raise ValueError

    monkeypatch.setattr(machine.os, "sysconf", unknown)
    assert machine.available_memory() is None
