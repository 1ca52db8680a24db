"""One run of ftidy-clang-tidy, read back as values."""

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

TIMEOUT_SECONDS = 120

_UNPLACED = re.compile(r"^(?:warning|error): (.*?)(?: \[[\w-]+\])?$")
_LINE = re.compile(r"^(?P<file>/[^:\n]*):(?P<line>\d+):(?P<column>\d+): "
                   r"(?P<level>warning|error|note): (?P<message>.*?)(?: \[(?P<check>[\w.,-]+)\])?$")


@dataclass
class Note:
    file: str
    line: int
    message: str


@dataclass
class Finding:
    file: str
    line: int
    column: int
    level: str
    message: str
    check: str
    notes: list = field(default_factory=list)
    has_fix: bool = False

    @property
    def place(self):
        return self.file, self.line, self.column

    def reason(self, start):
        """The text of the note that starts with these words, or None."""
        for note in self.notes:
            if note.message.startswith(start):
                return note.message[len(start):].strip()
        return None

    def __str__(self):
        name = Path(self.file).name
        return f"{name}:{self.line}:{self.column}: {self.level}: {self.message} [{self.check}]"


@dataclass
class Run:
    findings: list
    status: int
    output: str
    fixes_on_notes: bool = False

    @property
    def errors(self):
        return [f for f in self.findings if f.level == "error"]


def read_findings(output):
    """The findings of clang-tidy's output, each with the notes that follow it.

    What has no place in a file is about the run itself, such as a bad option.
    """
    findings = []
    for text in output.split("\n"):
        if unplaced := _UNPLACED.match(text):
            findings.append(Finding("", 0, 0, "error", unplaced[1], ""))
        match = _LINE.match(text)
        if not match:
            continue
        path, line = match["file"], int(match["line"])
        if match["level"] != "note":
            findings.append(Finding(path, line, int(match["column"]), match["level"],
                                    match["message"], match["check"] or ""))
        elif findings:
            findings[-1].notes.append(Note(path, line, match["message"]))
    return findings


_EXPORTED = re.compile(r"^  - DiagnosticName:", re.M)


def read_exported(text):
    """(file, offset, has a fix) of each diagnostic in an --export-fixes file.

    The file is YAML of one fixed shape, written by LLVM; its indentation tells
    a diagnostic's own replacements from those of its notes.
    """
    places, on_notes = [], False
    for part in _EXPORTED.split(text)[1:]:
        path = re.search(r"^      FilePath: +'(.*)'$", part, re.M)
        offset = re.search(r"^      FileOffset: +(\d+)$", part, re.M)
        fixed = re.search(r"^      Replacements:\s*\n +- FilePath", part, re.M)
        on_notes |= bool(re.search(r"^        Replacements:\s*\n +- FilePath", part, re.M))
        places.append((path[1], int(offset[1]), bool(fixed)))
    return places, on_notes


def _attach_fixes(run, exported):
    places, run.fixes_on_notes = read_exported(exported.read_text())
    fixed = set()
    for path, offset, has_fix in places:
        if has_fix:
            before = Path(path).read_bytes()[:offset]
            fixed.add((path, before.count(b"\n") + 1, offset - before.rfind(b"\n")))
    for finding in run.findings:
        finding.has_fix = finding.place in fixed


def run_tidy(tidy, check, source, flags, options=None, export=None, fix=False):
    """Runs one check (or a glob of checks) on one file."""
    config = json.dumps({"CheckOptions": options or {}})
    command = [tidy, "--quiet", f"--checks=-*,{check}", f"--config={config}", "--header-filter=.*"]
    if export:
        command.append(f"--export-fixes={export}")
    if fix:
        command.append("--fix")
    try:
        done = subprocess.run([*command, source, "--", *flags], capture_output=True, text=True,
                              errors="replace", timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        return Run([], -1, f"no answer within {TIMEOUT_SECONDS} s: {command}")
    except OSError as error:
        return Run([], -1, f"cannot run it: {error}")
    run = Run(read_findings(done.stdout), done.returncode, done.stdout + done.stderr)
    if export and export.exists() and not fix:
        _attach_fixes(run, export)
    return run
