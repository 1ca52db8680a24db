#!/usr/bin/env python3
#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
"""Findings on real releases, and what they say of ftidy's accuracy.

Called by tools/corpus, after the build. The stored findings of a release are a
table in test/corpus/findings: one line each, with the verdict of whoever read
it. No line of a release's source is stored.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import accuracy
import releases

TOOLS = Path(__file__).resolve().parent
HOUSE = TOOLS.parent
DATA = HOUSE / "test" / "corpus"

# What most fixes call came with 3.13; with older headers there would be none.
OPTIONS = ["-o=MinPython=3.13", "-o=FixLevel=review"]


class Finding(NamedTuple):
    """A row of a table. The identity is made of the check, the file and the message
    without its numbers: it is the same wherever the release lies."""
    file: str
    line: str
    check: str
    cure: str         # safe, review or none
    reason: str       # why there is no fix; empty with a fix
    identity: str
    verdict: str = ""  # real, defensible or false; empty when nobody has read it
    why: str = ""


class Table(NamedTuple):
    """What ftidy said of a release."""
    files: int
    not_analysed: int
    lines: int
    findings: list


def lines_in(root):
    suffixes = {".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh"}
    return sum(path.read_bytes().count(b"\n") for path in root.rglob("*") if path.suffix in suffixes)


def run(ftidy, root):
    done = subprocess.run([ftidy, "check", "--format=json", "--quiet", *OPTIONS, root],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not done.stdout:
        raise ValueError(f"ftidy said nothing of {root.name}: {done.stderr.strip()}")
    said = json.loads(done.stdout)
    found, equal = [], Counter()
    for each in said["findings"]:
        file = os.path.relpath(each["file"], root)
        text = "\n".join((each["check"], file, re.sub(r"\d", "", each["message"])))
        equal[text] += 1
        identity = hashlib.sha1(f"{text}\n{equal[text]}".encode()).hexdigest()[:16]
        reason = each.get("reason", "").partition(": ")[0] if each["fix"] == "none" else ""
        found.append(Finding(file, str(each["line"]), each["check"].removeprefix("freethreading-"),
                             each["fix"], reason, identity))
    found.sort(key=lambda f: (f.file, int(f.line), f.check, f.identity))
    summary = said["summary"]
    return Table(summary["files"], summary["notAnalysed"], lines_in(root), found)


def table_of(release, data):
    return data / "findings" / f"{release.folder}.tsv"


def stored(release, data=DATA):
    """The table of the release; nothing when none is stored."""
    path = table_of(release, data)
    if not path.exists():
        return Table(0, 0, 0, [])
    with path.open(newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    numbers = dict(each.split("=") for each in rows[0])
    return Table(int(numbers["files"]), int(numbers["not_analysed"]), int(numbers["lines"]),
                 [Finding(*row) for row in rows[2:]])


def store(release, table, data):
    """Verdicts belong to identities and stay."""
    before = {f.identity: f for f in stored(release, data).findings}
    path = table_of(release, data)
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        writer.writerow([f"files={table.files}", f"not_analysed={table.not_analysed}", f"lines={table.lines}"])
        writer.writerow(Finding._fields)
        for found in table.findings:
            old = before.get(found.identity, found)
            writer.writerow(found._replace(verdict=old.verdict, why=old.why))


def difference(old, new):
    """The rows that came and went, each with its sign."""
    def keyed(table):
        return {f.identity: f for f in table.findings}
    was, now = keyed(old), keyed(new)
    rows = [("-", f) for key, f in was.items() if key not in now]
    rows += [("+", f) for key, f in now.items() if key not in was]
    rows += [("~", f) for key, f in now.items() if key in was and was[key].cure != f.cure]
    return sorted(rows, key=lambda row: (row[1].file, int(row[1].line), row[0]))


def shown(release, sign, found, was=""):
    verdict = f" ({found.verdict})" if found.verdict else ""
    return f"{sign}{release.folder}/{found.file}:{found.line}: {found.check}, {was}{found.cure}{verdict}"


def report(listed, data):
    page = accuracy.page([(each.folder, stored(each, data)) for each in listed])
    if data != DATA:
        print(page)
    else:
        (HOUSE / "docs" / "accuracy.md").write_text(page)
    return 0


def main():
    parser = argparse.ArgumentParser(prog="tools/corpus")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=DATA, help="the list of releases, and the findings")
    parser.add_argument("action", choices=("diff", "show", "store", "report"))
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    listed = [each for each in releases.read(arguments.data / "releases.txt")
              if not arguments.names or any(each.folder.startswith(name) for name in arguments.names)]
    if not listed:
        print("tools/corpus: no release has such a name; test/corpus/releases.txt lists them.", file=sys.stderr)
        return 2
    if arguments.action == "report":
        return report(listed, arguments.data)
    cache = Path(os.environ.get("FTIDY_CORPUS") or arguments.build / "corpus")
    status = 0
    for release in listed:
        try:
            now = run(arguments.build / "bin" / "ftidy", releases.unpacked(release, cache))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            print(f"tools/corpus: {release.folder} was not analysed: {error}", file=sys.stderr)
            status = 2
            continue
        old = stored(release, arguments.data)
        if arguments.action == "store":
            store(release, now, arguments.data)
        elif arguments.action == "show":
            read = {f.identity: f for f in old.findings}
            for found in now.findings:
                print(shown(release, "", read.get(found.identity, found)))
        else:
            was = {f.identity: f.cure for f in old.findings}
            rows = difference(old, now)
            for sign, found in rows:
                print(shown(release, sign, found, f"{was[found.identity]} -> " if sign == "~" else ""))
            status = max(status, 1 if rows else 0)
        print(f"{release.folder}: {now.files} files, {now.not_analysed} not analysed, "
              f"{len(now.findings)} findings", file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
