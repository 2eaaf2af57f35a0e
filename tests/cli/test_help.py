"""Help answers at once and is complete; every problem is a sentence with an exit code."""

import errno
import os
import subprocess
import sys

import click
import pytest
from click.shell_completion import ShellComplete

import tillitsim
from tillitsim.cli import main as command_line
from tillitsim.cli.main import COMMANDS, cli, run_command
from tillitsim.errors import BAD_INPUT, DISK, ERROR, INTERRUPTED, OK, READER_GONE, DiskError


def every_command():
    """Names and commands, those inside groups too."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield name, command
        if isinstance(command, click.Group):
            for inner, each in command.commands.items():
                yield f"{name} {inner}", each


ALL = dict(every_command())


def test_help_imports_click_and_little_else():
    """Why it answers in a tenth of a second; a clock would tell how busy the machine is, too."""
    code = (
        "import sys; before = set(sys.modules);"
        " from tillitsim.cli.main import run_command; run_command(['--help']);"
        " print(*(set(sys.modules) - before), file=sys.stderr)"
    )
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(asked.stderr.split())
    packages = {name.partition(".")[0] for name in imported}
    assert packages - sys.stdlib_module_names == {"click", "tillitsim"}
    assert {name for name in imported if name.startswith("tillitsim.")} == {
        "tillitsim.cli", "tillitsim.cli.help", "tillitsim.cli.main", "tillitsim.cli.options",
        "tillitsim.cli.streams", "tillitsim.errors", "tillitsim.locale",
        "tillitsim.locale.person",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_has_help_and_an_example(name, capsys):
    assert run_command([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"tillitsim {name.split()[0]}" in shown
    assert "Example" in shown
    assert ALL[name].get_short_help_str()


def speaks(command) -> bool:
    return not isinstance(command, click.Group) and command.name != "completion"


@pytest.mark.parametrize("name", sorted(n for n, c in ALL.items() if speaks(c)))
def test_every_command_that_prints_has_a_language(name):
    assert any("--language" in option.opts for option in ALL[name].params)


@pytest.mark.parametrize(
    "words",
    [
        ["--language", "sv", "run", "no-such"],
        ["--language=sv", "scenarios", "show", "no-such"],
        ["scenarios", "--language", "sv", "show", "no-such"],
        ["run", "no-such", "--language", "sv"],
    ],
)
def test_the_language_may_stand_before_the_command_too(words, capsys):
    assert run_command(words) == BAD_INPUT
    assert "det finns inget scenario som heter 'no-such'" in capsys.readouterr().err


def test_the_list_of_commands_is_the_table(capsys):
    assert run_command(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in shown
    for code in (0, 1, 2, 3, 4, 74, 130, 141):
        assert f"  {code} " in shown


def test_the_version_is_that_of_the_package(capsys):
    assert run_command(["--version"]) == 0
    assert capsys.readouterr().out == f"tillitsim, version {tillitsim.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rn"], "there is no command 'rn'. Did you mean 'run'?"),
        (["xyzzy"], "there is no command 'xyzzy'. There are run, "),
        (["scenarios", "lst"], "there is no command 'lst'. Did you mean 'list'?"),
        (["run", "home-care", "--seed", "one"], "'one' is not right; give a whole number from 0"),
        (["parameters", "--langage", "sv"], "--language"),
        (["parameters", "--language", "de"], "'de' is not one of"),
        (["scenarios", "show"], "Missing argument 'SCENARIO'"),
        (["scenarios", "show", "home-car"], "did you mean 'home-care'?"),
        (["parameters", "task.varity"], "did you mean 'task.variety'?"),
    ],
)
def test_wrong_input_is_a_sentence_on_stderr_and_code_2(arguments, words, capsys):
    assert run_command(arguments) == BAD_INPUT
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_an_option_keeps_its_earlier_name_and_does_not_tell_it(capsys):
    assert run_command(["claims", "--worlds", "many"]) == BAD_INPUT
    assert "'--parameter-sets': 'many' is not" in (said := capsys.readouterr().err)
    assert "--worlds" not in said
    assert run_command(["claims", "--help"]) == OK
    told = capsys.readouterr().out
    assert "--parameter-sets N" in told
    assert "--worlds" not in told


def test_all_wrong_options_are_told_at_once(capsys):
    words = ["--seed", "one", "--format", "xml", "--language", "fr", "--replicates", "0"]
    assert run_command(["run", *words]) == BAD_INPUT
    shown = capsys.readouterr().err
    for each in ("'--seed'", "'--format'", "'--language'", "'--replicates'", "'SCENARIO'"):
        assert shown.count(f"Error: Invalid value for {each}") == (each != "'SCENARIO'")
    assert "Error: Missing argument 'SCENARIO'" in shown
    assert shown.count("Usage:") == 1


@pytest.fixture
def command_that_raises(monkeypatch):
    def prepare(problem):
        @click.command()
        def fails():
            raise problem

        monkeypatch.setitem(COMMANDS, "fails", ("tests:fails", "Fail."))
        monkeypatch.setattr(cli, "get_command", lambda *_: fails)

    return prepare


@pytest.mark.parametrize(
    ("problem", "code", "words"),
    [
        (DiskError("the store is damaged."), DISK, "the store is damaged."),
        (
            OSError(errno.ENOSPC, "No space left", "a.csv"),
            DISK,
            "a.csv: the disk is full; make room",
        ),
        (PermissionError(errno.EACCES, "Denied", "a.csv"), DISK, "a.csv: you have no permission"),
        (OSError(errno.EIO, "Input/output error", "a.csv"), DISK, "a.csv: Input/output error."),
        (MemoryError(), ERROR, "There is not enough memory for this; a smaller chain"),
        (KeyboardInterrupt(), INTERRUPTED, "Interrupted."),
        (ZeroDivisionError("division by zero"), ERROR, "ZeroDivisionError: division by zero"),
    ],
)
def test_whatever_goes_wrong_a_person_gets_a_sentence(
    problem, code, words, command_that_raises, capsys
):
    command_that_raises(problem)
    assert run_command(["fails"]) == code
    shown = capsys.readouterr().err
    assert words in shown
    assert "Traceback" not in shown


def test_an_unexpected_error_says_how_to_report_it_and_can_be_debugged(
    command_that_raises, capsys, monkeypatch
):
    command_that_raises(ZeroDivisionError("division by zero"))
    run_command(["fails"])
    assert "Please report it" in capsys.readouterr().err
    monkeypatch.setenv("TILLITSIM_DEBUG", "1")
    run_command(["fails"])
    assert "Traceback" in capsys.readouterr().err


def test_a_command_may_return_its_exit_code(monkeypatch):
    @click.command()
    def some_failed():
        return 3

    monkeypatch.setitem(COMMANDS, "fails", ("tests:fails", "Fail."))
    monkeypatch.setattr(cli, "get_command", lambda *_: some_failed)
    assert run_command(["fails"]) == 3


@pytest.mark.skipif(os.name == "nt", reason="pipes end differently")
def test_a_reader_that_leaves_early_is_no_drama():
    writer = subprocess.Popen(
        [sys.executable, "-m", "tillitsim", "parameters", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    writer.stdout.close()
    complaint = writer.stderr.read()
    writer.stderr.close()
    assert writer.wait() == READER_GONE
    assert complaint == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_under_the_output_is_a_sentence():
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        shown = subprocess.run(
            [sys.executable, "-m", "tillitsim", "scenarios", "schema"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert shown.returncode == DISK
    assert "the disk is full" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_no_color_is_honoured(monkeypatch, capsys):
    seen = []

    @click.command()
    def colourful():
        seen.append(click.get_current_context().color)

    monkeypatch.setitem(COMMANDS, "fails", ("tests:fails", "Fail."))
    monkeypatch.setattr(cli, "get_command", lambda *_: colourful)
    for value in ("1", ""):
        monkeypatch.setenv("NO_COLOR", value)
        assert run_command(["fails"]) == 0
    assert seen == [False, None]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(shell, capsys):
    assert run_command(["completion", shell]) == 0
    assert "_TILLITSIM_COMPLETE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        (["run"], "home-c", ["home-care"]),
        (["scenarios", "show", "home-care", "--against"], "rule", ["rule-book"]),
        (["scenarios"], "sch", ["schema"]),
    ],
)
def test_a_shell_can_complete_commands_and_scenarios(words, begun, offered):
    complete = ShellComplete(cli, {}, "tillitsim", "_TILLITSIM_COMPLETE")
    assert [item.value for item in complete.get_completions(words, begun)] == offered


def test_a_shell_completes_files_where_no_scenario_has_that_name():
    complete = ShellComplete(cli, {}, "tillitsim", "_TILLITSIM_COMPLETE")
    assert [item.type for item in complete.get_completions(["run"], "./mine")] == ["file"]


def test_main_exits_with_the_code(monkeypatch):
    monkeypatch.setattr(command_line, "run_command", lambda _: 4)
    with pytest.raises(SystemExit) as leaving:
        command_line.main([])
    assert leaving.value.code == 4
