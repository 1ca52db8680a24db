"""Applies fixes through every applier and runs until nothing changes.

The golden of a test file is the fixed point: what is left when another run
changes nothing. Each step there is taken twice, by `-fix` and by
`--export-fixes` with clang-apply-replacements, and must give the same bytes.
"""

import difflib
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .tidy import run_tidy

MAX_RUNS = 3


class Workspace:
    """Fresh copies of a test file with the headers beside it.

    No fix may change those headers.
    """

    def __init__(self, source, scratch, more_headers=()):
        self.source = source
        self.scratch = scratch
        self.headers = [*sorted(source.parent.glob("*.h")), *more_headers]
        self.count = 0
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)

    def copy(self, label, content):
        self.count += 1
        folder = self.scratch / f"{self.count}-{label}"
        folder.mkdir()
        for header in self.headers:
            shutil.copy(header, folder)
        path = folder / self.source.name
        path.write_bytes(content)
        return path

    def changed_headers(self, path):
        return [h.name for h in self.headers
                if (path.parent / h.name).read_bytes() != h.read_bytes()]


@dataclass
class Settled:
    """What is left after fixing one file at one FixLevel."""
    level: str
    first: object = None
    last: object = None
    content: bytes = b""
    fixed: int = 0
    problems: list = field(default_factory=list)


def diff(old, new, old_name, new_name):
    lines = difflib.unified_diff(old.decode(errors="replace").splitlines(keepends=True),
                                 new.decode(errors="replace").splitlines(keepends=True),
                                 old_name, new_name, n=2)
    return "".join(line if line.endswith("\n") else line + "\n\\ no newline at the end\n" for line in lines)


class Fixer:
    def __init__(self, tree, check, workspace, flags, options):
        self.tree, self.check, self.workspace = tree, check, workspace
        self.flags, self.options = flags, options
        self.seen = set()

    def settle(self, level, content):
        """Fixes `content` until nothing changes; at most MAX_RUNS changing runs."""
        settled = Settled(level, content=content)
        for attempt in range(MAX_RUNS + 1):
            run, after = self._export_and_apply(level, settled)
            settled.first = settled.first or run
            settled.last = run
            if run.errors or run.status < 0 or not any(f.has_fix for f in run.findings):
                return settled
            if attempt == MAX_RUNS:
                break
            # Several findings of one function may be written by the first of them.
            settled.fixed += sum(
                f.has_fix or f.reason("fixed together with") is not None for f in run.findings
            )
            self._fix_in_place(level, settled, after)
            settled.content = after
        settled.problems.append(f"FixLevel={level}: still changes the file after {MAX_RUNS} runs")
        return settled

    def _options(self, level):
        return {**self.options, "FixLevel": level}

    def _export_and_apply(self, level, settled):
        path = self.workspace.copy(f"{level}-export", settled.content)
        exported = path.parent / "fixes" / "fixes.yaml"
        exported.parent.mkdir()
        run = run_tidy(self.tree.tidy, self.check, path, self.flags, self._options(level), exported)
        if run.fixes_on_notes:
            settled.problems.append("a note carries a fix: some appliers would apply it")
        if not any(f.has_fix for f in run.findings):
            return run, settled.content
        apply = subprocess.run([self.tree.llvm_tool("clang-apply-replacements"), exported.parent],
                               capture_output=True, text=True)
        if apply.returncode or apply.stderr.strip():
            settled.problems.append(f"FixLevel={level}: clang-apply-replacements: {apply.stderr.strip()}")
        self._check_headers(path, settled)
        return run, path.read_bytes()

    def _fix_in_place(self, level, settled, expected):
        if (settled.content, expected) in self.seen:
            return  # The other level took this very step.
        self.seen.add((settled.content, expected))
        path = self.workspace.copy(f"{level}-fix", settled.content)
        run_tidy(self.tree.tidy, self.check, path, self.flags, self._options(level), fix=True)
        self._check_headers(path, settled)
        got = path.read_bytes()
        if got != expected:
            settled.problems.append(f"FixLevel={level}: -fix and clang-apply-replacements differ:\n"
                                    + diff(expected, got, "clang-apply-replacements", "-fix"))

    def _check_headers(self, path, settled):
        for name in self.workspace.changed_headers(path):
            settled.problems.append(f"FixLevel={settled.level}: the fix changed the header {name}")


def golden_path(source, level):
    """a.c -> a.fixed.c, a.review.c"""
    word = "fixed" if level == "safe" else "review"
    return source.with_name(f"{source.stem}.{word}{source.suffix}")


def golden_bytes(source, level):
    """What the file must be at that FixLevel, and the name of what says so."""
    review, fixed = golden_path(source, "review"), golden_path(source, "safe")
    if level == "review" and review.exists():
        return review.read_bytes(), review.name
    if fixed.exists():
        return fixed.read_bytes(), fixed.name
    return source.read_bytes(), Path(source).name
