#!/usr/bin/env python3
"""Executes the pages of the checks, docs/checks/*.md.

    docs_test.py BUILD

 - the first block under "## Example" is reported by exactly this check;
 - the block after "Use instead:" is silent, and is what the fix (FixLevel=review)
   makes of the first block when the page's table says that there is a fix;
 - every block under "## When it stays silent" is silent;
 - every block under "## Known limits" parses, and is silent if it has a NOLINT.

All checks of ftidy are on, with the mock header; those about whole modules only
on their own pages, since a block shows a part of one. Blocks that do not include
Python.h get the line. A page whose example begins "With `OPTION: VALUE`:" is
executed with that option.
"""

import re
import sys
from pathlib import Path

from harness.buildtree import BuildTree
from harness.fixes import Fixer, Workspace, diff
from harness.headers import mock_headers
from harness.report import Report
from harness.tidy import run_tidy

INCLUDE = "#include <Python.h>\n"
NO_FIX_WORDS = ("none", "-", "–", "no")


class Page:
    """The parts of a page that are executed."""

    def __init__(self, text):
        self.sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
        example = self.sections.get("Example", "")
        before, _, after = example.partition("\nUse instead:")
        self.bad, self.good = blocks(before), blocks(after)
        self.silent = blocks(self.sections.get("When it stays silent", ""))
        self.limits = blocks(self.sections.get("Known limits", ""))
        self.options = dict(re.findall(r"^With `(\w+): (\w+)`:$", example, re.M))
        row = re.search(r"^\| default \| fix \|.*\n\|[-| :]+\|\n\|([^|]*)\|([^|]*)\|", text, re.M)
        self.has_fix = bool(row) and row[2].strip().lower() not in NO_FIX_WORDS


def blocks(text):
    """(language, code) of each fenced block of C or C++."""
    fenced = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)
    return [(language, code) for language, code in fenced if language in ("c", "cpp", "c++")]


class PageTest:
    def __init__(self, tree, path, report):
        self.tree, self.path, self.report = tree, path, report
        self.check = f"freethreading-{path.stem}"
        self.flags = [f"-I{mock_headers(tree.test).include}"]
        self.page = Page(path.read_text())
        self.checks = "freethreading-*" if path.stem.startswith("module-") else "freethreading-*,-freethreading-module-*"
        self.count = 0

    def run(self):
        name = f"docs/checks/{self.path.name}"
        if not self.page.bad:
            self.report.add(f"{name}: example", ["no C block under '## Example'"])
            return
        self.report.add(f"{name}: the example is reported by this check alone", self.example_problems())
        if not self.page.good:
            self.report.add(f"{name}: use instead", ["no C block after 'Use instead:'"])
        for number, block in enumerate(self.page.good[:1], 1):
            self.report.add(f"{name}: 'Use instead' is silent", self.silent_problems(block))
        if self.page.has_fix and self.page.good:
            self.report.add(f"{name}: the fix makes 'Use instead' of the example", self.fix_problems())
        for number, block in enumerate(self.page.silent, 1):
            self.report.add(f"{name}: block {number} under 'When it stays silent'", self.silent_problems(block))
        for number, block in enumerate(self.page.limits, 1):
            self.report.add(f"{name}: block {number} under 'Known limits'", self.limit_problems(block))

    def scratch(self):
        self.count += 1
        return self.tree.scratch / "docs" / self.path.stem / str(self.count)

    def write(self, block):
        language, code = block
        folder = self.scratch()
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / ("block.c" if language == "c" else "block.cpp")
        source.write_text(code if "Python.h" in code else INCLUDE + code)
        return source

    def findings(self, block):
        run = run_tidy(self.tree.tidy, self.checks, self.write(block), self.flags, self.page.options)
        problems = [f"does not parse: {error}" for error in run.errors]
        if run.status and not run.errors:
            problems.append(f"exit code {run.status}:\n{run.output}")
        return run.findings, problems

    def example_problems(self):
        findings, problems = self.findings(self.page.bad[0])
        if not findings:
            problems.append("nothing is reported")
        problems += [f"another check: {f}" for f in findings if f.check != self.check and f.level != "error"]
        return problems

    def silent_problems(self, block):
        findings, problems = self.findings(block)
        return problems + [f"not silent: {f}" for f in findings if f.level != "error"]

    def limit_problems(self, block):
        return self.silent_problems(block) if "NOLINT" in block[1] else self.findings(block)[1]

    def fix_problems(self):
        source, wanted = self.write(self.page.bad[0]), self.write(self.page.good[0])
        workspace = Workspace(source, self.scratch())
        settled = Fixer(self.tree, self.check, workspace, self.flags, {}).settle("review", source.read_bytes())
        if settled.content != wanted.read_bytes():
            settled.problems.append(diff(wanted.read_bytes(), settled.content, "Use instead", "the fix"))
        return settled.problems


def main():
    tree, report = BuildTree(sys.argv[1]), Report()
    for path in sorted((tree.source / "docs" / "checks").glob("*.md")):
        PageTest(tree, path, report).run()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
