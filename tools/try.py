#!/usr/bin/env python3
#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
"""Runs ftidy on the C and C++ sources of a project and shows what it would change.

Called by tools/try, after the build. The project is only read: the fixes are
exported, applied to copies of the files they touch, and shown as a diff.

The compile commands come from the project's compile_commands.json, or else are
guessed from what the files include. What was guessed is said.
"""

import argparse
import concurrent.futures
import difflib
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
LANGUAGES = {
    ".c": ["clang", "-std=gnu11"],
    ".cc": ["clang++", "-std=gnu++17"],
    ".cpp": ["clang++", "-std=gnu++17"],
    ".cxx": ["clang++", "-std=gnu++17"],
}
HEADERS = {".h", ".hh", ".hpp", ".hxx", ".inc"}
SKIPPED_FOLDERS = {".git", ".hg", ".tox", ".nox", ".venv", "venv", "node_modules"}
# Where include paths of a package come from when the project's code asks for it.
PACKAGES = {
    "cppy/": "import cppy; print(cppy.get_include())",
    "numpy/": "import numpy; print(numpy.get_include())",
    "pybind11/": "import pybind11; print(pybind11.get_include())",
    "nanobind/": "import nanobind; print(nanobind.include_dir())",
}
# Old code that a C compiler of its time took with a warning, and clang does not.
LENIENT = [
    "-Wno-error",
    "-Wno-unknown-warning-option",
    "-Wno-error=implicit-function-declaration",
    "-Wno-error=implicit-int",
    "-Wno-error=int-conversion",
    "-Wno-error=incompatible-function-pointer-types",
]
# Options of gcc that clang refuses, and -Werror: the finding is what counts here.
REFUSED = re.compile(r"-flto-partition=.*|-fprofile-partial-training|-specs=.*|-Werror(=.*)?")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.M)
DIAGNOSTIC = re.compile(r"^(?P<place>[^\s:][^:]*:\d+:\d+): (?P<kind>warning|error|note): ")


def stop(sentence):
    sys.exit(f"tools/try: {sentence}")


# What to analyse ------------------------------------------------------------


def python_headers():
    """The include folder of the running interpreter."""
    folder = sysconfig.get_paths()["include"]
    if not os.path.exists(os.path.join(folder, "Python.h")):
        stop(
            f"Python.h of {sys.executable} was not found in {folder}: "
            f"install the package python3-dev, or run the python3 whose headers are installed."
        )
    return folder


def header_version(folder):
    """(3, 11) for the headers in that folder; None when they do not say."""
    try:
        text = Path(folder, "patchlevel.h").read_text()
    except OSError:
        return None
    numbers = [re.search(rf"#define PY_{part}_VERSION\s+(\d+)", text) for part in ("MAJOR", "MINOR")]
    return tuple(int(n.group(1)) for n in numbers) if all(numbers) else None


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


class Project:
    """The files of one folder, what they include, and which of them use CPython."""

    def __init__(self, root):
        self.root = root
        self.files = {}  # path -> the names it includes
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
            for name in sorted(names):
                path = Path(folder, name)
                if path.suffix.lower() in HEADERS or path.suffix in LANGUAGES:
                    self.files[path] = INCLUDE.findall(path.read_text(errors="replace"))
        self.by_name = {}  # file name -> paths
        for path in self.files:
            self.by_name.setdefault(path.name, []).append(path)

    def resolve(self, name):
        """The project's files that an include of this name can mean."""
        tail = "/" + re.sub(r"^(\.\.?/)+", "", name)
        return [p for p in self.by_name.get(name.rsplit("/", 1)[-1], ()) if str(p).endswith(tail)]

    def uses_python(self, path):
        seen, todo = set(), [path]
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            for name in self.files.get(at, ()):
                if name == "Python.h" or name.startswith(tuple(PACKAGES)):
                    return True
                todo += self.resolve(name)
        return False

    def sources(self):
        return [p for p in self.files if p.suffix in LANGUAGES and self.uses_python(p)]

    def include_folders(self):
        """Folders of the project from which its own includes resolve."""
        folders = set()
        for path, names in self.files.items():
            for name in names:
                for found in self.resolve(name):
                    folder = Path(str(found)[: -len(re.sub(r"^(\.\.?/)+", "", name)) - 1])
                    if folder != path.parent:
                        folders.add(folder)
        return sorted(folders)

    def asked_packages(self):
        included = {name for names in self.files.values() for name in names}
        return [prefix for prefix in PACKAGES if any(name.startswith(prefix) for name in included)]


def checkout_of(file):
    """The nearest folder above the file that looks like the top of a checkout."""
    marks = ("compile_commands.json", ".git", "pyproject.toml", "setup.py", "meson.build")
    return next((f for f in file.parents if any((f / mark).exists() for mark in marks)), file.parent)


def find_database(root):
    places = [root, *sorted(root.glob("build*")), *sorted(root.glob("build*/*")), *sorted(root.glob("_skbuild*/*"))]
    return next((p / "compile_commands.json" for p in places if (p / "compile_commands.json").is_file()), None)


def commands_from_database(database, project):
    """The project's own commands, for those files that use CPython."""
    commands = {}
    for entry in json.loads(database.read_text()):
        arguments = entry.get("arguments") or shlex.split(entry["command"])
        path = Path(os.path.normpath(os.path.join(entry["directory"], entry["file"])))
        if path in commands or path not in project.files or not project.uses_python(path):
            continue
        kept = [a for a in arguments if not REFUSED.fullmatch(a)]
        commands[path] = {"directory": entry["directory"], "file": str(path), "arguments": kept + LENIENT}
    print(f"{project.root}: {len(commands)} files that use CPython in {database}")
    return commands


def commands_guessed(project):
    headers = python_headers()
    flags = [f"-I{headers}"] + [f"-I{f}" for f in project.include_folders()]
    missing = []
    for package in project.asked_packages():
        got = subprocess.run([sys.executable, "-c", PACKAGES[package]], capture_output=True, text=True)
        if got.returncode == 0:
            flags.append(f"-I{got.stdout.strip()}")
        else:
            missing.append(package.rstrip("/"))
    sources = project.sources()
    print(f"{project.root}: no compile_commands.json, so the flags are a guess: {' '.join(flags)}")
    if missing:
        print(f"{project.root}: includes {', '.join(missing)}, which {sys.executable} cannot import")
    return {
        path: {
            "directory": str(project.root),
            "file": str(path),
            "arguments": [*LANGUAGES[path.suffix], *flags, *LENIENT, "-c", str(path)],
        }
        for path in sources
    }


def headers_of(commands):
    """The folder of Python.h that these commands use."""
    for command in commands.values():
        for argument, following in zip(command["arguments"], [*command["arguments"][1:], ""]):
            folder = following if argument in ("-I", "-isystem") else re.sub("^(-I|-isystem)", "", argument)
            if folder != argument and os.path.exists(os.path.join(command["directory"], folder, "Python.h")):
                return os.path.join(command["directory"], folder)
    return None


def options_for(root, commands, given):
    """The options of the run: the reader's, and Compat where no fix could be offered else."""
    options = dict(given)
    version = header_version(headers_of(commands) or "")
    if version and version < (3, 13) and not options.keys() & {"Compat", "MinPython"}:
        options["Compat"] = "pythoncapi_compat"
        print(
            f"{root}: the headers are Python {version[0]}.{version[1]}'s, and the functions that the fixes call came with\n"
            f"    3.13. So the fixes include pythoncapi_compat.h, which the project has to have (Compat=pythoncapi_compat).\n"
            f"    Without that option a file that cannot include it gets the findings and no fix.\n"
            f"    A project that needs no older Python: -o MinPython=3.13"
        )
    return options


# The run --------------------------------------------------------------------


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
            return re.sub(r"'[^']*'|\b\d+\b", "…", found[1])
    return "no fix, and no reason given"


def run(build, root, given):
    """One project; returns the counts of the closing line."""
    only = None
    if root.is_file():
        only, root = root, checkout_of(root)
    project = Project(root)
    database = find_database(root)
    commands = commands_from_database(database, project) if database else commands_guessed(project)
    if only:
        commands = {p: c for p, c in commands.items() if p == only}
    if not commands:
        stop(f"no C or C++ source under {only or root} includes Python.h.")
    options = options_for(root, commands, given)
    config = json.dumps({"HeaderFilterRegex": ".*", "CheckOptions": options})

    with tempfile.TemporaryDirectory(prefix="ftidy-try-") as name:
        work = Path(name)
        (work / "fixes").mkdir()
        (work / "compile_commands.json").write_text(json.dumps(list(commands.values())))
        fixes = {path: work / "fixes" / f"{i}.yaml" for i, path in enumerate(commands)}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = list(
                pool.map(lambda p: analyse(build / "bin" / "ftidy-clang-tidy", work, p, config, fixes[p]), commands)
            )
        exported = []
        for outcome in outcomes:
            if outcome.failure:
                fixes[outcome.path].unlink(missing_ok=True)
            elif fixes[outcome.path].exists():
                exported.append(fixes[outcome.path])
        findings = {}  # a header's findings come once for each file that includes it
        for outcome in outcomes:
            for finding in outcome.findings:
                findings.setdefault("\n".join(finding), (finding, outcome))
        fixable = places_with_fix(exported)
        print()
        for text in findings:
            print(text.replace(f"{root}{os.sep}", ""))
        diff = diff_of_fixes(build, root, exported, work)
    if diff:
        print(f"\n{diff}")
    counts = Counter(files=len(outcomes), findings=len(findings))
    counts["not analysed"] = sum(bool(o.failure) for o in outcomes)
    reasons = Counter()
    for finding, outcome in findings.values():
        if DIAGNOSTIC.match(finding[0])["place"] in fixable:
            counts["fixed"] += 1
        elif outcome.failure:
            reasons["no fix: the file was not analysed to its end"] += 1
        else:
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
    paths = [p.resolve() for p in arguments.paths] or [example(build)]
    total = Counter()
    for path in paths:
        total += run(build, path, given)
    not_fixed = total["findings"] - total["fixed"]
    print(
        f"\nfiles: {total['files']}, not analysed: {total['not analysed']}; "
        f"findings: {total['findings']}, fixed in the diff: {total['fixed']}, not fixed: {not_fixed}"
    )
    return 2 if total["not analysed"] else 0


if __name__ == "__main__":
    sys.exit(main())
