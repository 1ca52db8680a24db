"""The interpreters of this machine that fixed code is executed with."""

import ctypes.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ASK = ("import sys, sysconfig; print(sys.version_info[0], sys.version_info[1], "
       "int(hasattr(sys, 'gettotalrefcount')), sysconfig.get_config_var('Py_GIL_DISABLED') or 0, "
       "sysconfig.get_path('include'))")
NEWEST = 20


@dataclass(frozen=True)
class Interpreter:
    path: str
    version: tuple
    debug: bool  # has sys.gettotalrefcount()
    free_threaded: bool
    include: Path

    @property
    def name(self):
        return "python%d.%d%s%s" % (*self.version, "t" * self.free_threaded, " debug" * self.debug)


def ask(path):
    """The interpreter at this path; None when it does not start or has no headers."""
    try:
        asked = subprocess.run([path, "-c", ASK], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.match(r"(\d+) (\d+) (\d) (\d) (.*)$", asked.stdout)
    if not match or not Path(match[5], "Python.h").is_file():
        return None
    return Interpreter(str(path), (int(match[1]), int(match[2])), match[3] == "1", match[4] == "1", Path(match[5]))


def _candidates():
    """On the path, under pyenv, and what the variable FTIDY_PYTHONS names."""
    yield from os.environ.get("FTIDY_PYTHONS", "").split(os.pathsep)
    for minor in range(NEWEST, 7, -1):
        for suffix in ("-dbg", "d", "", "t"):
            yield shutil.which(f"python3.{minor}{suffix}")
    yield from (shutil.which("python3-dbg"), shutil.which("python3"))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob("versions/*/bin/python3"), reverse=True)


def interpreters():
    """All of them, one of a kind."""
    found = {}
    for path in _candidates():
        if path and Path(path).exists():
            one = ask(path)
            if one:
                found.setdefault(one.name, one)
    return list(found.values())


def debug_interpreter():
    """The newest debug build from 3.10 on, or None: fixes need Py_NewRef."""
    fitting = [i for i in interpreters() if i.debug and i.version >= (3, 10)]
    return max(fitting, key=lambda i: i.version, default=None)


def new_interpreters():
    """Those that have the new functions themselves, without debug builds."""
    return [i for i in interpreters() if i.version >= (3, 13) and not i.debug]


SANITIZER_OPTIONS = ("detect_leaks=0:max_free_fill_size=65536:free_fill_byte=221:"
                     "quarantine_size_mb=64:thread_local_quarantine_size_kb=1024")


def sanitized(library):
    """The environment that loads AddressSanitizer's library first."""
    # The throw of C++ is only wrapped when its library is there from the start.
    cxx = ctypes.util.find_library("stdc++")
    return {**os.environ, "LD_PRELOAD": f"{library}:{cxx}" if cxx else library, "PYTHONMALLOC": "malloc",
            "ASAN_OPTIONS": SANITIZER_OPTIONS}


def sanitizer(compiler, interpreter):
    """AddressSanitizer's library, when the interpreter starts with it. Only gcc's is looked for."""
    if "clang" in os.path.basename(str(compiler)):
        return None
    found = subprocess.run([compiler, "-print-file-name=libasan.so"], capture_output=True, text=True)
    library = found.stdout.strip()
    if not os.path.isabs(library):
        return None
    probe = subprocess.run([interpreter.path, "-c", "print('fine')"], capture_output=True, text=True,
                           env=sanitized(library))
    return library if probe.stdout.strip() == "fine" else None
