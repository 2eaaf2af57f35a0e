"""Measures the house: how large its files and functions are, and how its rooms hang together.

    python tools/house.py                     this checkout
    python tools/house.py OLDER . --markdown  several beside each other, as a table

*Rooms* are the packages and modules directly under the package, *packages* those at any depth; an
edge says that something in one imports something in the other. Layers are the longest chain of
edges, rooms that import each other counted as one. Nothing is imported to measure it.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tokenize import COMMENT

import networkx as nx

LONG_FUNCTION = 60
MANY_PARAMETERS = 8
Function = ast.FunctionDef | ast.AsyncFunctionDef


def without_self(function: Function) -> list[ast.arg]:
    """The parameters of a function, without ``self`` and ``cls``."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return [each for each in named if each.arg not in {"self", "cls"}]


def lines_of(function: Function) -> int:
    """Lines of a function with its docstring, without its decorators."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def mentions_any(tree: ast.Module) -> int:
    """How often a file says ``Any`` where it does not import it."""
    named = sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree))
    dotted = sum(isinstance(node, ast.Attribute) and node.attr == "Any" for node in ast.walk(tree))
    return named + dotted


def skipped(path: Path) -> int:
    """How often a file keeps the formatter out."""
    with path.open("rb") as file:
        tokens = [each.string for each in tokenize.tokenize(file.readline) if each.type == COMMENT]
    return sum("fmt: skip" in comment or "fmt: off" in comment for comment in tokens)


@dataclass(frozen=True)
class House:
    """A checkout: ``source`` is the folder of the package, ``tests`` that of its tests."""

    source: Path
    tests: Path

    @classmethod
    def at(cls, checkout: Path) -> House:
        """The house of a checkout with one package in ``src``."""
        (source,) = [path.parent for path in (checkout / "src").glob("*/__init__.py")]
        return cls(source, checkout / "tests")

    @cached_property
    def trees(self) -> dict[Path, ast.Module]:
        """Every source file, parsed."""
        return {
            path: ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted(self.source.rglob("*.py"))
        }

    @cached_property
    def lengths(self) -> dict[Path, int]:
        """Lines of every source file."""
        return {path: len(path.read_text(encoding="utf-8").splitlines()) for path in self.trees}

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        for tree in self.trees.values():
            yield from (node for node in ast.walk(tree) if isinstance(node, Function))

    def room(self, module: str, depth: int = 1) -> str:
        """The part of a module's dotted name that names its room, ``depth`` below the package."""
        return ".".join(module.split(".")[1 : 1 + depth])

    def imports(self) -> Iterator[tuple[str, str]]:
        """Pairs of modules: who imports, who is imported."""
        package = self.source.name
        known = {self._module(path) for path in self.trees}
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    full = [f"{node.module}.{alias.name}" for alias in node.names]
                    names = [name if name in known else node.module for name in full]
                for name in names:
                    if name.split(".")[0] == package:
                        yield self._module(path), name

    def _module(self, path: Path) -> str:
        parts = path.relative_to(self.source.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def graph(self, *inside: str) -> nx.DiGraph[str]:
        """Rooms, or the rooms inside one, and the edges between them."""
        depth, graph = 1 + len(inside), nx.DiGraph()
        for module in map(self._module, self.trees):
            parts = module.split(".")[1:]
            if len(parts) >= depth and parts[: len(inside)] == list(inside):
                graph.add_node(self.room(module, depth))
        for one, other in self.imports():
            edge = self.room(one, depth), self.room(other, depth)
            if edge[0] != edge[1] and all(name in graph for name in edge):
                graph.add_edge(*edge)
        return graph

    def packages(self) -> nx.DiGraph[str]:
        """Packages at any depth and modules at the top, and the edges between them."""
        module_of = {self._module(path): path for path in self.trees}
        graph = nx.DiGraph()

        def holder(module: str) -> str:
            path = module_of[module]
            alone = path.parent == self.source and path.name != "__init__.py"
            return path.stem if alone else path.parent.relative_to(self.source.parent).as_posix()

        graph.add_nodes_from(map(holder, module_of))
        edges = [(holder(a), holder(b)) for a, b in self.imports() if b in module_of]
        graph.add_edges_from(edge for edge in edges if edge[0] != edge[1])
        return graph

    def measures(self) -> dict[str, str]:
        """What is measured, in words and figures."""
        lengths = self.lengths
        longest = max(lengths, key=lambda path: lengths[path])
        functions = list(self.functions())
        tested = sum(len(p.read_text("utf-8").splitlines()) for p in self.tests.rglob("*.py"))
        rooms = self.graph()
        packages = self.packages()
        folders = [path.parent for path in lengths]
        figures = {
            "files": len(lengths),
            "lines": sum(lengths.values()),
            "median file, lines": int(statistics.median(lengths.values())),
            "longest file": f"{lengths[longest]} ({longest.relative_to(self.source).as_posix()})",
            f"functions over {LONG_FUNCTION} lines": sum(
                lines_of(function) > LONG_FUNCTION for function in functions
            ),
            f"functions with more than {MANY_PARAMETERS} parameters": sum(
                len(without_self(function)) > MANY_PARAMETERS for function in functions
            ),
            "fmt: skip": sum(map(skipped, lengths)),
            "Any": sum(mentions_any(tree) for tree in self.trees.values()),
            "lines of tests to lines of code": f"{tested / sum(lengths.values()):.2f}",
            "packages and modules at the top": packages.number_of_nodes(),
            "edges between them": packages.number_of_edges(),
            "most files in one folder": max(map(folders.count, folders)),
            "rooms": rooms.number_of_nodes(),
            "edges between rooms": rooms.number_of_edges(),
            "rooms that import each other": sum(
                len(each) for each in nx.strongly_connected_components(rooms) if len(each) > 1
            ),
            "layers of rooms": nx.dag_longest_path_length(nx.condensation(rooms)) + 1,
            "edges between questions": self.graph("studies").number_of_edges(),
        }
        return {name: str(figure) for name, figure in figures.items()}


def main(arguments: list[str]) -> int:
    """Print the measures of checkouts beside each other."""
    parser = argparse.ArgumentParser(description="Measure checkouts of the project.")
    parser.add_argument("checkouts", nargs="*", type=Path, default=[Path()])
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args(arguments)
    measured = [House.at(checkout.resolve()).measures() for checkout in given.checkouts]
    rows = [[name, *(each[name] for each in measured)] for name in measured[0]]
    if given.markdown:
        heads = ["", *(checkout.resolve().name for checkout in given.checkouts)]
        rows = [heads, ["---"] * len(heads), *rows]
        lines = [f"| {' | '.join(row)} |" for row in rows]
    else:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        padded = [[*map(str.ljust, row, widths)] for row in rows]
        lines = ["  ".join(row).rstrip() for row in padded]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
