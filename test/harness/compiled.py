"""Compiles a fixed file against every header set, mode and language that it
promises, and tells what the compiler says that it did not say before the fix.

A header set counts when the fixed file promises to compile there: its version
is at least MinPython, or pythoncapi_compat.h is included. Older sets count as
well when they have every C API name that the fix brought in, and the file
compiled there before the fix.
"""

import re
import subprocess
from collections import Counter
from dataclasses import dataclass, field

WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-function", "-Wno-unused-parameter",
            "-Wno-missing-field-initializers", "-Werror=implicit-function-declaration"]
LANGUAGES = {"c": ["-x", "c", "-std=gnu11"], "c++": ["-x", "c++", "-std=c++17"]}
MODES = {"gil": [], "free": ["-DPy_GIL_DISABLED=1"]}
COMPAT = "pythoncapi_compat.h"
FIRST_FREE = (3, 13)  # no older version has a build without the GIL
_DIAGNOSTIC = re.compile(r"(?:^|: )((?:fatal )?error|warning): (.*)$", re.M)


@dataclass
class Compiled:
    combinations: int = 0
    not_applicable: int = 0
    problems: list = field(default_factory=list)


def _names(content):
    return set(re.findall(r"\b_?Py\w+", content.decode(errors="replace")))


class Compiler:
    """Compiles the copies of one test file."""

    def __init__(self, tree, args, min_python):
        self.clang = tree.llvm_tool("clang")
        self.cache = tree.scratch / "pch"
        self.args = args
        self.min_python = min_python

    def check(self, before, after, languages, modes, header_sets):
        """Compiles `after`, and `before` where that is needed to judge it."""
        result = Compiled()
        original, fixed = before.read_bytes(), after.read_bytes()
        brought_in = _names(fixed) - _names(original)
        compat = COMPAT.encode() in fixed
        for headers in header_sets:
            promised = compat or headers.version >= self.min_python
            if not promised and not brought_in <= headers.names:
                result.not_applicable += len(languages) * len(modes)
                continue
            for language in languages:
                for mode in modes:
                    if mode == "free" and headers.version < FIRST_FREE:
                        result.not_applicable += 1
                        continue
                    self._judge(before, after, headers, language, mode, promised, result)
        return result

    def _judge(self, before, after, headers, language, mode, promised, result):
        said = self.diagnostics(after, headers, language, mode)
        if said:
            said_before = self.diagnostics(before, headers, language, mode)
            if not promised and any("error" in level for level, _ in said_before):
                result.not_applicable += 1
                return
            new = said - said_before
            if new:
                lines = "".join(f"\n  {level}: {text}" for level, text in new)
                result.problems.append(f"the fixed file does not compile cleanly as {language}, "
                                       f"{mode}, {headers.name}:{lines}")
        result.combinations += 1

    def diagnostics(self, path, headers, language, mode):
        """What clang says about the file, as a multiset of (level, text)."""
        flags = [*LANGUAGES[language], *MODES[mode]]
        command = [self.clang, *flags]
        if self._can_use_precompiled(path, headers):
            command += ["-include-pch", headers.precompiled(self.clang, flags, self.cache)]
        command += ["-isystem", headers.include, *self.args, *WARNINGS,
                    "-fsyntax-only", "-fno-caret-diagnostics", path]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        said = Counter(_DIAGNOSTIC.findall(done.stderr))
        if done.returncode and not said:
            said["error", done.stderr.strip()] += 1
        return said

    def _can_use_precompiled(self, path, headers):
        """Not where the file may change what Python.h means before it is read."""
        content = path.read_bytes()
        return not (headers.mock or any(not a.startswith("-I") for a in self.args)
                    or b"Py_LIMITED_API" in content or b"NDEBUG" in content)
