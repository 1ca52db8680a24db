#!/usr/bin/env python3
#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
"""Runs ftidy on the C and C++ sources of a project and shows what it would change.

Called by tools/try, after the build. The project is only read: the fixes are
exported, applied to copies of the files they touch, and shown as a diff.

Each file is read twice, once for each FixLevel: the findings come from the
level "safe", whose notes name what needs review; the diff has both.
"""

import argparse
import concurrent.futures
import difflib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

import project

TOOLS = Path(__file__).resolve().parent
DIAGNOSTIC = re.compile(r"^(?P<place>[^\s:][^:]*:\d+:\d+): (?P<kind>warning|error|note): ")


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


def options_for(root, commands, given):
    """The options of the run: the reader's, and MinPython where no fix could be offered else."""
    options = dict(given)
    version = project.header_version(project.headers_of(commands) or "")
    if version and version < (3, 13) and not options.keys() & {"Compat", "MinPython"}:
        options["MinPython"] = "3.13"
        print(
            f"{root}: these are the headers of Python {version[0]}.{version[1]}. The functions that fixes call came\n"
            f"    with 3.13, so the fixes are shown for that version (MinPython=3.13). For older ones they come\n"
            f"    from pythoncapi_compat.h, where the project has that header: -o Compat=pythoncapi_compat"
        )
    return options


class Outcome:
    """What one run of ftidy-clang-tidy said about one file."""

    def __init__(self, path, text, failure):
        self.path = path
        self.failure = failure  # why the file was not analysed, or None
        self.findings = []  # each the lines of one warning and its notes
        current = None
        for line in text.splitlines():
            found = DIAGNOSTIC.match(line)
            if found and found["kind"] != "note":
                current = [] if "[freethreading-" in line else None
                if current is not None:
                    self.findings.append(current)
                elif found["kind"] == "error" and not self.failure:
                    self.failure = line
            if current is not None:
                current.append(line)


def analyse(tidy, database, path, config, fixes):
    command = [str(tidy), "--quiet", f"-p={database}", "--checks=-*,freethreading-*", f"--config={config}"]
    command += [f"--export-fixes={fixes}", str(path)]
    got = subprocess.run(command, capture_output=True, text=True, errors="replace")
    failure = None
    if got.returncode < 0:
        failure = f"ftidy-clang-tidy stopped on signal {-got.returncode}"
    outcome = Outcome(path, got.stdout, failure)
    if not outcome.failure and (got.returncode or "Skipping" in got.stderr):
        outcome.failure = (got.stderr.strip().splitlines() or ["ftidy-clang-tidy failed"])[-1]
    return outcome


def analyse_all(build, work, commands, options):
    """All files once: the outcomes, and the exported fixes of those that were analysed."""
    exports = work / options["FixLevel"]
    exports.mkdir()
    (work / "compile_commands.json").write_text(json.dumps(list(commands.values())))
    config = json.dumps({"HeaderFilterRegex": ".*", "CheckOptions": options})
    tidy = build / "bin" / "ftidy-clang-tidy"
    fixes = {path: exports / f"{number}.yaml" for number, path in enumerate(commands)}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda path: analyse(tidy, work, path, config, fixes[path]), commands))
    for outcome in outcomes:
        if outcome.failure:
            fixes[outcome.path].unlink(missing_ok=True)
    return outcomes, [path for path in fixes.values() if path.exists()]


def applier(build):
    """The clang-apply-replacements of the LLVM that ftidy was built against."""
    llvm = re.search(r"^LLVM_DIR:PATH=(.*)/lib/cmake/llvm$", (build / "CMakeCache.txt").read_text(), re.M)
    tool = Path(llvm.group(1), "bin", "clang-apply-replacements") if llvm else None
    if not tool or not tool.exists():
        stop("clang-apply-replacements was not found: install the clang-tools package of your LLVM (tools/setup does).")
    return tool


def lines_of(path):
    """The lines with their ends; a form feed in C code ends none."""
    return re.findall(r"[^\n]*\n|[^\n]+", path.read_bytes().decode(errors="replace"))


def diff_of_fixes(build, root, exported, work):
    """Applies the exported fixes to copies; the diff as text."""
    copy = work / "copy"
    touched = set()
    for fixes in exported:
        lines = []
        for line in fixes.read_text().splitlines():
            place = re.match(r"(\s*(?:- )?FilePath:\s*)'?(.*?)'?$", line)
            if place and Path(place[2]).is_relative_to(root):
                path = Path(place[2])
                touched.add(path)
                line = f"{place[1]}'{copy / path.relative_to(root)}'"
            lines.append(line)
        fixes.write_text("\n".join(lines) + "\n")
    for path in touched:
        target = copy / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if not touched:
        return ""
    got = subprocess.run([applier(build), exported[0].parent], capture_output=True, text=True)
    if got.returncode:
        stop(f"the fixes could not be applied to the copy: {got.stderr.strip() or got.stdout.strip()}")
    diff = []
    for path in sorted(touched):
        name = path.relative_to(root)
        diff += difflib.unified_diff(lines_of(path), lines_of(copy / name), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in diff)


def places_with_fix(exported):
    """FILE:LINE:COLUMN of each exported diagnostic that carries a fix."""
    places = set()
    for fixes in exported:
        for block in re.split(r"^  - DiagnosticName:", fixes.read_text(), flags=re.M)[1:]:
            message = block.split("\n    Notes:")[0]
            if re.search(r"^      Replacements:\s*\n\s+- FilePath:", message, re.M):
                path = re.search(r"^      FilePath:\s*'?(.*?)'?$", message, re.M)[1]
                offset = int(re.search(r"^      FileOffset:\s*(\d+)", message, re.M)[1])
                before = Path(path).read_bytes()[:offset]
                places.add(f"{path}:{before.count(10) + 1}:{offset - before.rfind(10)}" if before else f"{path}:1:1")
    return places


def reason(finding):
    """Why this finding has no fix in the diff, without the names of this one place."""
    for line in finding:
        found = re.search(r": note: ((?:no fix|fix needs review|fixed together).*)$", line)
        if found:
            return re.sub(r"'[^']*'|(?<=line )\d+", "…", found[1])
    return "no fix, and no reason given"


def run(build, root, given):
    """One project; returns the counts of the closing line."""
    only = None
    if root.is_file():
        only, root = root, project.checkout_of(root)
    try:
        commands, database = project.commands_of(root, only)
    except project.NoSources as why:
        stop(why)
    options = options_for(root, commands, given)

    with tempfile.TemporaryDirectory(prefix="ftidy-try-") as name:
        work = Path(name)
        levels = [options["FixLevel"]] if "FixLevel" in options else ["safe", "review"]
        runs = [analyse_all(build, work, commands, {**options, "FixLevel": level}) for level in levels]
        outcomes = runs[0][0]
        fixable = [places_with_fix(exported) for _, exported in runs]
        findings = {}  # a header's findings come once for each file that includes it
        for outcome in outcomes:
            for finding in outcome.findings:
                findings.setdefault("\n".join(finding), (finding, outcome))
        print()
        for text in findings:
            print(text.replace(f"{root}{os.sep}", ""))
        diff = diff_of_fixes(build, root, runs[-1][1], work)
    if diff:
        print(f"\n{diff}")
    counts = Counter(files=len(outcomes), findings=len(findings))
    counts["not analysed"] = sum(bool(o.failure) for o in outcomes)
    reasons = Counter()
    for finding, outcome in findings.values():
        place = DIAGNOSTIC.match(finding[0])["place"]
        if place in fixable[0]:
            counts["fixed"] += 1
        elif outcome.failure:
            reasons["no fix: the file was not analysed to its end"] += 1
        else:
            counts["review"] += place in fixable[-1]
            reasons[reason(finding)] += 1
    for why, number in reasons.most_common():
        print(f"{number:5} {why}")
    for outcome in outcomes:
        if outcome.failure:
            print(f"not analysed: {outcome.path.relative_to(root)}: {outcome.failure.replace(f'{root}{os.sep}', '')}")
    if counts["not analysed"] and not database:
        print("The flags were a guess; a compile_commands.json from the project's own build is better.")
    return counts


def main():
    parser = argparse.ArgumentParser(prog="tools/try")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("-o", dest="options", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("paths", nargs="*", type=Path)
    arguments = parser.parse_args()
    given = {}
    for option in arguments.options:
        key, equals, value = option.partition("=")
        if not equals:
            stop(f"-o wants KEY=VALUE, not '{option}'.")
        given[key] = value
    for path in arguments.paths:
        if not path.exists():
            stop(f"{path} does not exist.")
    build = arguments.build.resolve()
    if not (build / "bin" / "ftidy-clang-tidy").exists():
        stop(f"there is no bin/ftidy-clang-tidy in {build}: run tools/try, which builds it.")
    paths = [p.resolve() for p in arguments.paths] or [example(build)]
    total = Counter()
    for path in paths:
        total += run(build, path, given)
    not_fixed = total["findings"] - total["fixed"] - total["review"]
    print(
        f"\nfiles: {total['files']}, not analysed: {total['not analysed']}; findings: {total['findings']}, "
        f"in the diff: {total['fixed']} safe and {total['review']} for review, not fixed: {not_fixed}"
    )
    return 2 if total["not analysed"] else 0


if __name__ == "__main__":
    sys.exit(main())
