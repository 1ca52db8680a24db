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
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent

def stop(sentence):
    sys.exit(f"tools/try: {sentence}")


def example(build):
    """Fetches the pinned release once, and unpacks it in the build tree."""
    requirements = TOOLS / "try.requirements.txt"
    name, digest = re.search(r"^(\S+==\S+).*?sha256:(\w+)", requirements.read_text(), re.M | re.S).groups()
    cache = build / "try"
    cache.mkdir(exist_ok=True)
    archive = cache / (name.replace("==", "-") + ".tar.gz")
    root = cache / name.replace("==", "-")
    if not archive.exists() or hashlib.sha256(archive.read_bytes()).hexdigest() != digest:
        print(f"fetching {name} from PyPI", flush=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        command += ["--require-hashes", "-r", str(requirements), "-d", str(cache)]
        # pip asks the release for its metadata. With setuptools and wheel at
        # hand it needs nothing further from PyPI for that.
        ready = [sys.executable, "-c", "import setuptools, wheel"]
        if subprocess.run(ready, stderr=subprocess.DEVNULL).returncode == 0:
            command.append("--no-build-isolation")
        got = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if got.returncode or not archive.exists():
            print(got.stdout, file=sys.stderr)
            stop(f"pip could not fetch {name} (its output is above); try PATH needs no network.")
        shutil.rmtree(root, ignore_errors=True)
    if not root.exists():
        with tarfile.open(archive) as tar:
            tar.extractall(cache, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return root


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
