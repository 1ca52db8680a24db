#!/usr/bin/env python3
#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
"""Runs ftidy on a project and shows what it would change.

Called by tools/try, after the build. The project is only read: first the
findings, then the diff of the fixes, those for review among them.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import releases

TOOLS = Path(__file__).resolve().parent


def stop(sentence):
    sys.exit(f"tools/try: {sentence}")


def example(build):
    """The pinned release, fetched once into the build tree."""
    (release,) = releases.read(TOOLS / "try.requirements.txt")
    try:
        return releases.unpacked(release, build / "try")
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        stop(f"cannot fetch {release.folder} from PyPI ({error}); tools/try PATH needs no network.")


def main():
    parser = argparse.ArgumentParser(prog="tools/try")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("-o", dest="options", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("paths", nargs="*", type=Path)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    ftidy = build / "bin" / "ftidy"
    if not ftidy.exists():
        stop(f"there is no bin/ftidy in {build}: run tools/try, which builds it.")
    paths = arguments.paths or [example(build)]
    options = [f"-o={option}" for option in arguments.options]
    keys = {option.partition("=")[0] for option in arguments.options}
    if not keys & {"Compat", "MinPython"}:
        # The functions that most fixes call came with 3.13; with older headers
        # none of them would be shown.
        options.append("-o=MinPython=3.13")
    review = [] if "FixLevel" in keys else ["--review"]
    status = subprocess.run([ftidy, "check", *options, *paths]).returncode
    print(flush=True)
    subprocess.run([ftidy, "fix", "--diff", *review, *options, *paths], stderr=subprocess.DEVNULL)
    # Findings are what this is for: only a file that was not analysed counts.
    return 2 if status == 2 else 0


if __name__ == "__main__":
    sys.exit(main())
