#!/usr/bin/env python3
"""Takes the quick fixes that ftidy-clangd offers in test files and compares
what is left with the goldens of FixLevel=safe and FixLevel=review.

    quickfix.py BUILD FOLDER SOURCE...
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.buildtree import BuildTree
from harness.editor import Editor
from harness.expectations import read_expectations
from harness.fixes import Workspace
from harness.headers import mock_headers


def main():
    tree, folder, problems = BuildTree(sys.argv[1]), Path(sys.argv[2]).resolve(), []
    flags = [f"-I{mock_headers(tree.test).include}"]
    for source in map(Path.resolve, map(Path, sys.argv[3:])):
        expect = read_expectations(source)
        lines = [mark.line for mark in expect.marks_of("warn")]
        editor = Editor(tree, f"freethreading-{source.parent.name}", Workspace(source, folder / source.stem),
                        flags, expect.options)
        for level in ("safe", "review"):
            taken, found = editor.take_quick_fixes(level, lines)
            print(f"{source.name}, {level}: {len(lines)} diagnostics, {taken} quick fixes, {len(found)} problems")
            problems += found
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
