"""The programs that the fuzzer needs: found on this machine, or named as
missing."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "run")]

import interpreters  # noqa: E402
from harness.buildtree import BuildTree  # noqa: E402
from harness.headers import real_headers  # noqa: E402


class Tools:
    """A copy of the binary, the headers, a debug interpreter, the compilers."""

    def __init__(self, build, scratch):
        self.tree = BuildTree(build)
        self.scratch = Path(scratch)
        self.scratch.mkdir(parents=True, exist_ok=True)
        # A rebuild must not change the binary under a run.
        self.tidy = self.scratch / "ftidy-clang-tidy"
        shutil.copy2(self.tree.tidy, self.tidy)
        self.clang = self.tree.llvm_tool("clang")
        self.compat = self.tree.test / "run" / "compat"
        self.missing = []
        self.compiler = shutil.which("gcc") or str(self.clang)
        self.cxx_compiler = shutil.which("g++") or str(self.tree.llvm_tool("clang++"))
        self.interpreter = self._interpreter()
        self.sanitizer = self._sanitizer()
        if self.interpreter:
            self._build_world()

    def _interpreter(self):
        found = interpreters.debug_interpreter()
        if found:
            self.include = found.include
            return found
        self.missing.append("no debug build of Python with its headers (python3-dbg): nothing is executed")
        self.include = real_headers()[-1].include if real_headers() else None
        return None

    def _sanitizer(self):
        """The run-time library of AddressSanitizer, to be loaded first."""
        found = self.interpreter and interpreters.sanitizer(self.compiler, self.interpreter)
        if self.interpreter and not found:
            self.missing.append("no AddressSanitizer: a freed object is only noticed when its memory is wrong")
        return found

    def environment(self):
        extra = {"PYTHONPATH": f"{self.scratch}{os.pathsep}{HERE}", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        if self.sanitizer:
            return {**interpreters.sanitized(self.sanitizer), **extra}
        return {**os.environ, "PYTHONMALLOC": "debug", **extra}

    def runner(self):
        return [self.interpreter.path, HERE / "runner.py"]

    def compile_command(self, cxx=False):
        sanitize = ["-fsanitize=address"] if self.sanitizer else []
        language = [self.cxx_compiler, "-std=c++17"] if cxx else [self.compiler]
        return [*language, "-O0", "-g1", "-w", "-fPIC", "-shared", *sanitize, f"-I{HERE / 'race'}",
                f"-I{self.compat}", f"-I{HERE}", f"-I{self.include}"]

    def _build_world(self):
        command = [*self.compile_command(), HERE / "world.c", "-o", self.scratch / "world.so"]
        subprocess.run(command, check=True)

    def analysis_flags(self):
        return [f"-I{self.include}", f"-I{self.compat}", f"-I{HERE}", "-w"]

    @functools.lru_cache(maxsize=None)
    def syntax_sets(self):
        """(header set, mode, flags): where a fixed file must compile."""
        newest = [h for h in real_headers() if h.version >= (3, 13)][-1:]
        sets = [(h.name, mode, flags) for h in newest for mode, flags in
                (("gil", []), ("free-threaded", ["-DPy_GIL_DISABLED=1"]))]
        if not sets:
            self.missing.append("no headers of Python 3.13 or newer: fixed files are parsed with older ones")
            sets = [(h.name, "gil", []) for h in real_headers()[-1:]]
        includes = {h.name: h.include for h in real_headers()}
        return [(name, mode, [*flags, f"-I{includes[name]}", f"-I{self.compat}", f"-I{HERE}"])
                for name, mode, flags in sets]
