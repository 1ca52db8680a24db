"""What a test file says about itself: marks on its lines, directives on top.

Marks, on the line of the diagnostic; everything unmarked must be silent:

    x = PyList_GetItem(l, 0); // warn: borrowed reference
    x = PyList_GetItem(l, 0); // warn: borrowed // no fix: address taken
    use(x);                   // note: used here

`warn` is a part of the warning's message, `no fix` and `review` a part of the
note that says why there is no (safe) fix, on the line of its warning; both are
required where the note is given. `note` is a part of any other note, on the
line where that note points; such notes need no mark. /* warn: ... */ works too.
Headers beside the test file that it includes carry marks in the same way.

Directives, in the // lines at the top of the file, one a line:

    // options: MinPython=3.9 Compat=none     CheckOptions
    // args: -DNDEBUG                         for the compiler
    // requires: python3.13                   skipped without these headers
    // requires: pybind11                     the same for a binding library, with real headers
    // headers: real | mock                   the newest real headers, no mock;
                                              only the mock, no real ones
    // modes: gil | free                      only that build mode
    // also: c++                              it is C++ as well, before and after
    // compat: beside | path                  where pythoncapi_compat.h is: beside
                                              the file, or in an -I directory
"""

import re
from dataclasses import dataclass, field

KINDS = ("warn", "no fix", "review", "note")
_MARK = re.compile(r"(?://|/\*)\s*(warn|no fix|review|note):\s*(.*?)\s*(?=//|\*/|$)")
_DIRECTIVE = re.compile(r"//\s*([a-z]+):\s*(.*?)\s*$")
_VALUES = {"modes": ("gil", "free"), "also": ("c++",), "headers": ("real", "mock"), "compat": ("beside", "path")}
DIRECTIVES = ("options", "args", "requires", "headers", "modes", "also", "compat")


class BadExpectation(Exception):
    """The test file itself is wrong."""


@dataclass
class Mark:
    file: str
    line: int
    kind: str
    text: str


@dataclass
class Expectations:
    marks: list
    options: dict = field(default_factory=dict)
    args: list = field(default_factory=list)
    requires: list = field(default_factory=list)
    headers: str = ""
    modes: tuple = ("gil", "free")
    also: str = ""
    compat: str = ""

    def marks_of(self, kind):
        return [m for m in self.marks if m.kind == kind]


def marks_in(file, text):
    marks = []
    for number, line in enumerate(text.split("\n"), 1):
        for kind, words in _MARK.findall(line):
            if not words:
                raise BadExpectation(f"{file}:{number}: an empty '{kind}:' would match everything")
            marks.append(Mark(file, number, kind, words))
    return marks


def read_expectations(source):
    """The expectations of a test file and of the local headers it includes."""
    text = source.read_text()
    found = Expectations(marks_in(source.name, text))
    for name in re.findall(r'^\s*#\s*include\s+"([\w.]+)"', text, re.M):
        header = source.with_name(name)
        if header.is_file():
            found.marks += marks_in(name, header.read_text())
    for line in text.split("\n"):
        if not line.startswith("//"):
            break
        match = _DIRECTIVE.match(line)
        if not match:
            continue
        name, value = match.groups()
        if name not in DIRECTIVES:
            raise BadExpectation(f"unknown directive '{name}:', known are {', '.join(DIRECTIVES)}")
        if name in _VALUES and value not in _VALUES[name]:
            raise BadExpectation(f"'{name}:' must be one of {', '.join(_VALUES[name])}")
        if name == "options":
            found.options.update(pair.split("=", 1) for pair in value.split())
        elif name in ("args", "requires"):
            getattr(found, name).extend(value.split())
        elif name == "modes":
            found.modes = (value,)
        else:
            setattr(found, name, value)
    return found
