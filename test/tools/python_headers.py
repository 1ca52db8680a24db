#!/usr/bin/env python3
"""Runs all of ftidy's checks with --fix on a file, once for every real header
set, mode and way to pass the headers, on a copy of the headers.

    python_headers.py BUILD FILE

Fails when anything is reported, in the file or in a header, or a header changed.
"""

import filecmp
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.buildtree import BuildTree
from harness.compiled import MODES
from harness.headers import real_headers
from harness.tidy import run_tidy


def changed_headers(original, copy):
    comparison = filecmp.dircmp(original, copy)
    yield from comparison.diff_files
    for name in comparison.subdirs:
        yield from changed_headers(original / name, copy / name)


def main():
    tree, source, failed = BuildTree(sys.argv[1]), Path(sys.argv[2]).resolve(), False
    for headers in real_headers():
        copy = source.parent / headers.name
        shutil.copytree(headers.include, copy)
        for how in ("-I", "-isystem"):
            for mode, defines in MODES.items():
                run = run_tidy(tree.tidy, "freethreading-*", source, [how, str(copy), *defines],
                               {"FixLevel": "review"}, fix=True)
                changed = list(changed_headers(headers.include, copy))
                print(f"{headers.name}, {how}, {mode}: {len(run.findings)} findings, "
                      f"{len(changed)} changed headers, exit code {run.status}")
                if run.findings or changed or run.status:
                    failed = True
                    print(run.output)
        shutil.rmtree(copy)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
