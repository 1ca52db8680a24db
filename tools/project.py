#!/usr/bin/env python3
#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
"""The C and C++ sources of a project that use CPython, and the flags to read them with.

The commands come from the project's compile_commands.json, or else are guessed
from what the files include. What was guessed is said.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

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


class NoSources(Exception):
    """In one sentence, why there is nothing to analyse."""


class Project:
    """The files of one folder, what they include, and which of them use CPython."""

    def __init__(self, root):
        self.root = root
        self.files = {}  # path -> the names it includes
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
            for name in sorted(names):
                path = Path(folder, name)
                if (path.suffix.lower() in HEADERS or path.suffix in LANGUAGES) and path.is_file():
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
        path = Path(os.path.realpath(os.path.join(entry["directory"], entry["file"])))
        if path in commands or path not in project.files or not project.uses_python(path):
            continue
        kept = [str(path) if a == entry["file"] else a for a in arguments if not REFUSED.fullmatch(a)]
        commands[path] = {"directory": entry["directory"], "file": str(path), "arguments": kept + LENIENT}
    print(f"{project.root}: flags from {database}; sources that use CPython: {len(commands)}")
    return commands


def commands_guessed(project):
    headers = python_headers()
    flags = [f"-I{headers}"] + [f"-I{f}" for f in project.include_folders()]
    missing = []
    for package in project.asked_packages():
        # Elsewhere than in the project: a checkout of numpy is not the numpy to import.
        got = subprocess.run([sys.executable, "-c", PACKAGES[package]], capture_output=True, text=True, cwd=os.sep)
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


def commands_of(root, only=None):
    """The compile command of each source, and the database they come from (None for a guess)."""
    found = Project(root)
    database = find_database(root)
    commands = commands_from_database(database, found) if database else commands_guessed(found)
    if only:
        commands = {path: command for path, command in commands.items() if path == only}
    if not commands:
        raise NoSources(f"no C or C++ source under {only or root} includes Python.h.")
    return commands, database


def headers_of(commands):
    """The folder of Python.h that these commands use."""
    for command in commands.values():
        for argument, following in zip(command["arguments"], [*command["arguments"][1:], ""]):
            folder = following if argument in ("-I", "-isystem") else re.sub("^(-I|-isystem)", "", argument)
            if folder != argument and os.path.exists(os.path.join(command["directory"], folder, "Python.h")):
                return os.path.join(command["directory"], folder)
    return None


def python_headers():
    """The include folder of the running interpreter."""
    folder = sysconfig.get_paths()["include"]
    if not os.path.exists(os.path.join(folder, "Python.h")):
        raise NoSources(
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
