#!/usr/bin/env python3
"""Finds every spelling of spellings.c with every header set, in every mode.

    matrix.py BUILD [--jobs N]

Header sets: every real CPython found, and the mock. Modes: with and without
Py_GIL_DISABLED, C and C++, with and without NDEBUG. Prints a table, and each
line where the recogniser finds something else than spellings.c says.
"""

import argparse
import itertools
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

TEST = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TEST))

from harness.buildtree import BuildTree  # noqa: E402
from harness.headers import OLDEST, mock_headers, real_headers  # noqa: E402
from harness.report import Report  # noqa: E402

SPELLINGS = Path(__file__).with_name("spellings.c")
NEWEST = (3, 13)
AXES = ({"gil": [], "free": ["-DPy_GIL_DISABLED=1"]},
        {"c": ["-x", "c", "-std=gnu11"], "c++": ["-x", "c++", "-std=c++17"]},
        {"assert": [], "ndebug": ["-DNDEBUG"]})
MODES = list(itertools.product(*AXES))
PLAIN = re.compile(r"^\s+(?:\w+ = )?(?:\(\w+ \*\))?(_?Py\w+(?:\(.*\))?);$")
MARK = re.compile(r"// (use|scope)(?:\[([\w+]+)\])?: (.*?)\s*(?=// (?:use|scope)[\[:]|$)")
SPELLED = re.compile(r"^([\w.]+)(?:\((.*)\))?(?: (body|\+\d+))?$", re.S)


@dataclass(frozen=True)
class Spelled:
    """A use or a scope: of the file as marked, or as found."""
    kind: str
    name: str
    arguments: tuple
    extra: str = ""

    def __str__(self):
        return f"{self.kind} {self.name}({', '.join(self.arguments)}) {self.extra}".rstrip()


def split_arguments(text):
    """'f(a, b), c' -> ('f(a, b)', 'c')"""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return tuple(p.strip() for p in parts) if text.strip() else ()


def parse_spelled(kind, text, place):
    match = SPELLED.match(text)
    if not match:
        raise SystemExit(f"{place}: not understood: '{text}'")
    return Spelled(kind, match[1], split_arguments(match[2] or ""), match[3] or "")


def read_spellings(path):
    """line -> [(mode or None, Spelled)], of all lines that have any."""
    expected = defaultdict(list)
    for number, line in enumerate(path.read_text().splitlines(), 1):
        place = f"{path.name}:{number}"
        if plain := PLAIN.match(line):
            expected[number].append((None, parse_spelled("use", plain[1], place)))
        for kind, mode, texts in MARK.findall(line):
            if mode and not any(mode in axis for axis in AXES):
                raise SystemExit(f"{place}: no mode '{mode}'")
            for text in texts.split(" | "):
                expected[number].append((mode or None, parse_spelled(kind, text, place)))
    return expected


class Recogniser:
    def __init__(self, tree):
        self.program = tree.path / "bin" / "ftidy-recogniser"
        self.versions = {}
        for line in self._run("--facts").stdout.splitlines():
            _, name, since, removed = line.split("\t")
            self.versions[name] = (int(since), int(removed))

    def _run(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True)

    def find(self, headers, mode, path):
        """line -> Counter of what is found there; or what the compiler said."""
        flags = [f for axis, value in zip(AXES, mode) for f in axis[value]]
        done = self._run(*flags, *(["-DMOCK"] if headers.mock else []), "-I", headers.include, path)
        if done.returncode:
            return None, done.stderr or f"ended with {done.returncode}"
        found = defaultdict(Counter)
        for text in done.stdout.splitlines():
            kind, line, name, extra, *arguments = text.split("\t")
            extra = (extra.replace("plain", "") if kind == "use" else f"+{int(extra) - int(line)}")
            arguments = tuple(a or "?" for a in arguments)
            found[int(line)][Spelled(kind, name, arguments, extra)] += 1
        return found, ""

    def is_there(self, name, headers):
        """Whether these headers have the name, as its fact says. The mock has few names."""
        since, removed = self.versions[name]
        version = headers.version[0] << 24 | headers.version[1] << 16
        return since <= version and not (removed and removed <= version) and (not headers.mock or name.split(".")[0] in headers.names)


@dataclass
class Cell:
    """One header set in one mode."""
    headers: object
    mode: tuple
    spellings: int = 0
    found: int = 0
    names: frozenset = frozenset()
    problems: tuple = ()


def compare(recogniser, expected, headers, mode, path=SPELLINGS):
    found, said = recogniser.find(headers, mode, path)
    if found is None:
        return Cell(headers, mode, problems=(f"does not compile:\n{said}",))
    cell, problems, names = Cell(headers, mode), [], set()
    for line in sorted(expected.keys() | found.keys()):
        wanted = [s for only, s in expected.get(line, ()) if only is None or only in mode]
        for missing in [s.name for s in wanted if s.name not in recogniser.versions]:
            problems.append(f"{path.name}:{line}: there is no fact '{missing}'")
            return Cell(headers, mode, problems=tuple(problems))
        # A line is compiled only where all its names are.
        if not all(recogniser.is_there(s.name, headers) for s in wanted):
            wanted = []
        wanted, here = Counter(wanted), found.get(line, Counter())
        cell.spellings += wanted.total()
        cell.found += (wanted & here).total()
        names.update(s.name for s in wanted)
        problems += [f"{path.name}:{line}: not found: {s}" for s in wanted - here]
        problems += [f"{path.name}:{line}: found too often, or not spelled here: {s}" for s in here - wanted]
    cell.names, cell.problems = frozenset(names), tuple(problems)
    return cell


def print_table(cells):
    """One row a header set, one column a mode: found/spelled."""
    modes = [" ".join(m) for m in MODES]
    width = max(map(len, modes))
    print(f"{'recogniser':<12}{'names':>6}  " + "  ".join(f"{m:>{width}}" for m in modes))
    for name in dict.fromkeys(c.headers.name for c in cells):
        row = {c.mode: c for c in cells if c.headers.name == name}
        names = len(frozenset().union(*(c.names for c in row.values())))
        counts = [f"{row[m].found}/{row[m].spellings}" for m in MODES]
        print(f"{name:<12}{names:>6}  " + "  ".join(f"{c:>{width}}" for c in counts))


def report_cells(cells, report):
    """Each cell is a test. One problem in many cells is printed once."""
    places = defaultdict(list)
    for cell in cells:
        for problem in cell.problems:
            places[problem].append(f"{cell.headers.name} {' '.join(cell.mode)}")
    for problem, where in places.items():
        print(f"{problem}\n    in {len(where)} of {len(cells)}: {', '.join(where[:4])}{', …' * (len(where) > 4)}")
    for cell in cells:
        name = f"recogniser: {cell.headers.name} {' '.join(cell.mode)}"
        report.add(name, [f"{len(cell.problems)} differences, listed above"] if cell.problems else [])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    arguments = parser.parse_args()
    recogniser, report = Recogniser(BuildTree(arguments.build)), Report()
    expected = read_spellings(SPELLINGS)
    sets = [*real_headers(), mock_headers(TEST)]
    with ThreadPoolExecutor(arguments.jobs) as pool:
        cells = list(pool.map(lambda c: compare(recogniser, expected, *c), itertools.product(sets, MODES)))
    print_table(cells)
    report_cells(cells, report)
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        if not any(h.version == (3, minor) for h in real_headers()):
            report.skip(f"recogniser: python3.{minor}", "its headers were not found")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
