#!/usr/bin/env python3
"""Takes the quick fixes that ftidy-clangd offers in test files and compares
what is left with the goldens of FixLevel=safe and FixLevel=review.

    quickfix.py BUILD FOLDER SOURCE...
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.buildtree import BuildTree
from harness.editor import quick_fix_problems
from harness.expectations import read_expectations
from harness.headers import mock_headers
from harness.lsp import LanguageServerError


def main():
    tree, folder, problems = BuildTree(sys.argv[1]), Path(sys.argv[2]).resolve(), []
    flags = [f"-I{mock_headers(tree.test).include}"]
    for source in map(Path.resolve, map(Path, sys.argv[3:])):
        expect = read_expectations(source)
        lines = [mark.line for mark in expect.marks_of("warn")]
        for level in ("safe", "review"):
            check = f"freethreading-{source.parent.name}"
            try:
                found, taken = quick_fix_problems(tree, source, folder / f"{source.stem}-{level}", check,
                                                  flags, expect.options, level, lines)
            except LanguageServerError as error:
                found, taken = [str(error)], 0
            print(f"{source.name}, {level}: {len(lines)} diagnostics, {taken} quick fixes, {len(found)} problems")
            problems += found
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
