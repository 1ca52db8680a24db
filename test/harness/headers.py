"""CPython headers: the mock, and every real set found on this machine.

Binding libraries are looked for below $FTIDY_LIBRARY_INCLUDES, in the system's
include directory, and where the Python packages of their name say.

Real sets come from $FTIDY_PYTHON_INCLUDES (directories, separated like $PATH),
python3-config, the system's include directory and pyenv. One set a version is
kept: the first found in that order.
"""

import fcntl
import functools
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

OLDEST = (3, 8)
# What a test may require besides a CPython, and the header that shows it is there.
SYSTEM = Path("/usr/include")
LIBRARIES = {"pybind11": "pybind11/pybind11.h", "nanobind": "nanobind/nanobind.h"}
_ASK = {"pybind11": "pybind11.get_include()", "nanobind": "nanobind.include_dir()"}


class HeaderSet:
    """One include directory that holds Python.h."""

    def __init__(self, include, name=None):
        self.include = Path(include)
        self.version = _version_of(self.include)
        self.mock = name == "mock"
        self.name = name or "python%d.%d" % self.version

    @functools.cached_property
    def names(self):
        """Every C API name that the headers mention."""
        found = set()
        for header in self.include.rglob("*.h"):
            found.update(re.findall(rb"\b_?Py\w+", header.read_bytes()))
        return {n.decode() for n in found}

    def precompiled(self, clang, flags, cache):
        """Python.h precompiled with these flags; made once for all workers."""
        stamp = (self.include / "Python.h").stat().st_mtime_ns
        key = " ".join([str(clang), str(self.include), str(stamp), *flags])
        digest = hashlib.sha256(key.encode()).hexdigest()[:16]
        pch = cache / f"{self.name}-{digest}.pch"
        if pch.exists():
            return pch
        cache.mkdir(parents=True, exist_ok=True)
        with open(cache / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not pch.exists():
                half_made = pch.with_suffix(".tmp")
                language = flags[flags.index("-x") + 1]
                rest = [f for f in flags if f not in ("-x", language)]
                subprocess.run([clang, "-x", f"{language}-header", *rest, "-I", self.include,
                                self.include / "Python.h", "-o", half_made], check=True, capture_output=True)
                half_made.rename(pch)
        return pch


def _version_of(include):
    """(major, minor), from patchlevel.h or from a Python.h of one file."""
    patchlevel = include / "patchlevel.h"
    text = (patchlevel if patchlevel.is_file() else include / "Python.h").read_text()
    major = re.search(r"define\s+PY_MAJOR_VERSION\s+(\d+)", text)
    minor = re.search(r"define\s+PY_MINOR_VERSION\s+(\d+)", text)
    if major and minor:
        return int(major[1]), int(minor[1])
    packed = re.search(r"define\s+PY_VERSION_HEX\s+0x(\w\w)(\w\w)", text)
    if packed:
        return int(packed[1], 16), int(packed[2], 16)
    raise SystemExit(f"{include}: the headers do not say their version")


def _candidates():
    for entry in os.environ.get("FTIDY_PYTHON_INCLUDES", "").split(os.pathsep):
        if entry:
            yield Path(entry)
    config = shutil.which("python3-config")
    if config:
        flags = subprocess.run([config, "--includes"], capture_output=True, text=True).stdout
        for flag in flags.split():
            yield Path(flag.removeprefix("-I"))
    yield from sorted(Path("/usr/include").glob("python3.*"))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob("versions/*/include/python3.*"))


@functools.lru_cache(maxsize=None)
def real_headers():
    """Every real header set from 3.8 on, oldest first."""
    sets = {}
    for include in _candidates():
        if (include / "Python.h").is_file() and (include / "patchlevel.h").is_file():
            one = HeaderSet(include)
            if one.version >= OLDEST:
                sets.setdefault(one.version, one)
    return tuple(sets[v] for v in sorted(sets))


@functools.lru_cache(maxsize=None)
def library_headers(name):
    """The include directory of a binding library, or None."""
    places = os.environ.get("FTIDY_LIBRARY_INCLUDES", "").split(os.pathsep)
    places += [str(SYSTEM), "/usr/share/nanobind/include"]
    asked = subprocess.run(["python3", "-c", f"import {name}; print({_ASK[name]})"],
                           capture_output=True, text=True, cwd=os.sep)
    places += asked.stdout.split("\n") if asked.returncode == 0 else []
    return next((Path(p) for p in places if p and (Path(p) / LIBRARIES[name]).is_file()), None)


@functools.lru_cache(maxsize=None)
def mock_headers(test):
    """The mock Python.h of the tests: real macro shapes, few names."""
    return HeaderSet(test / "Inputs" / "mock", "mock")
