"""One file of test/checks/<stem>/, proved from findings to compiled fix.

 1. its findings are exactly its marks, in a GIL and in a free-threaded build,
    with the mock header as -I and as -isystem, as C++ where it says so, and
    with the newest real headers (with `long`: with every real header set);
 2. each finding has a fix, or a note that says why not;
 3. the fixes of FixLevel=safe and =review give the goldens, through every
    applier (with `long`: clangd's quick fixes too), and a further run changes
    nothing and leaves nothing to fix;
 4. the fixed files compile wherever they promise to.
"""

import re
from dataclasses import dataclass, field

from . import headers as header_sets
from .compiled import COMPAT, Compiler, MODES
from .editor import Editor
from .expectations import BadExpectation, read_expectations
from .fixes import Fixer, Workspace, diff, golden_bytes, golden_path
from .tidy import run_tidy

NO_FIX, REVIEW = "no fix:", "fix needs review:"


@dataclass
class Outcome:
    problems: list = field(default_factory=list)
    skipped: str = ""
    combinations: int = 0
    findings: int = 0
    fixed: int = 0
    notes: list = field(default_factory=list)


def is_golden(path):
    return path.suffixes[-2:-1] in ([".fixed"], [".review"])


class Case:
    def __init__(self, tree, source, long=False):
        self.tree, self.source, self.long = tree, source, long
        self.stem = source.parent.name
        self.check = f"freethreading-{self.stem}"
        self.content = source.read_bytes()
        self.outcome = Outcome()
        self.problems = self.outcome.problems
        self.language = "c" if source.suffix == ".c" else "c++"

    def run(self):
        if self._prepare():
            self._check_name()
            self._prove()
        return self.outcome

    def _prepare(self):
        try:
            self.expect = read_expectations(self.source)
        except BadExpectation as wrong:
            self.problems.append(str(wrong))
            return False
        if not self._choose_headers():
            return False
        compat = self.tree.test / "Inputs" / "compat"
        self.args = list(self.expect.args)
        if self.expect.compat == "path":
            self.args.append(f"-I{compat}")
        beside = [compat / COMPAT] if self.expect.compat == "beside" else []
        relative = self.source.relative_to(self.tree.test)
        self.workspace = Workspace(self.source, self.tree.scratch / "Output" / relative, beside)
        return True

    def _check_name(self):
        silent = self.source.name.startswith("ok_")
        if silent and self.expect.marks:
            self.problems.append("an ok_ file has no marks")
        if not silent and not self.expect.marks_of("warn"):
            self.problems.append("no '// warn:' mark: a file that must be silent is named ok_*")

    def _choose_headers(self):
        """The header set whose findings the marks describe."""
        real = header_sets.real_headers()
        libraries = [r for r in self.expect.requires if r in header_sets.LIBRARIES]
        found = {name: header_sets.library_headers(name) for name in libraries}
        missing = [r for r in self.expect.requires
                   if not (found[r] if r in found else r in [h.name for h in real])]
        wants_real = self.expect.headers == "real" or self.expect.requires
        if missing or (wants_real and not real):
            self.outcome.skipped = "no headers of " + (", ".join(missing) or "a real CPython")
            return False
        # The system's own directory is searched anyway, and must stay the last one.
        for include in found.values():
            if include != header_sets.SYSTEM:
                self.expect.args += ["-isystem", str(include)]
        if wants_real:
            named = [h for h in real if h.name in self.expect.requires]
            self.headers = (named or real)[-1]
        else:
            self.headers = header_sets.mock_headers(self.tree.test)
        return True

    def _real_headers(self):
        return () if self.expect.headers == "mock" else header_sets.real_headers()

    def _flags(self, headers, mode):
        # As setup scripts pass it (-I) and as build systems do (-isystem):
        # the findings must not depend on it.
        how = "-I" if mode == "gil" else "-isystem"
        return [how, str(headers.include), *MODES[mode], *self.args]

    def _options(self):
        options = dict(self.expect.options)
        if "FactsFile" in options:
            options["FactsFile"] = str(self.source.parent / options["FactsFile"])
        return options

    def _prove(self):
        fixer = self._fixer()
        safe = fixer.settle("safe", self.content)
        if not self._usable(safe.first, f"{self.headers.name}, {self.expect.modes[0]}"):
            return
        self._compare_with_marks(safe.first)
        self._compare_other_builds(safe.first)
        review = fixer.settle("review", self.content)
        if list(map(str, review.first.findings)) != list(map(str, safe.first.findings)):
            self.problems.append("FixLevel=review finds something else than FixLevel=safe")
        self.outcome.findings, self.outcome.fixed = len(safe.first.findings), review.fixed
        for settled in (safe, review):
            self._compare_with_golden(settled)
        self._check_reasons(safe, review)
        self._compile(safe, review)
        if self.long:
            self._take_quick_fixes()

    def _fixer(self):
        flags = self._flags(self.headers, self.expect.modes[0])
        return Fixer(self.tree, self.check, self.workspace, flags, self._options())

    def _usable(self, run, where):
        if run.status < 0:
            self.problems.append(f"{where}: exit code {run.status}:\n{run.output}")
        for error in run.errors:
            self.problems.append(f"{where}: the test file does not parse, or an option is wrong: {error}")
        if not run.findings and run.status > 0:
            self.problems.append(f"{where}: exit code {run.status}:\n{run.output}")
        return run.status >= 0 and not run.errors and not (run.status and not run.findings)

    def _compare_with_marks(self, run, where="", notes=True):
        """Every finding has its mark, every mark its finding."""
        unused = list(self.expect.marks)

        def claim(kind, file, line, message):
            place = file.rsplit("/", 1)[-1], line
            fitting = [m for m in unused if m.kind == kind and (m.file, m.line) == place and m.text in message]
            if fitting:
                unused.remove(max(fitting, key=lambda m: len(m.text)))
            return bool(fitting)

        for finding in run.findings:
            if not claim("warn", finding.file, finding.line, finding.message):
                self.problems.append(f"{where}no '// warn:' mark fits: {finding}")
            for note in finding.notes if notes else ():
                self._claim_note(claim, finding, note)
        for mark in unused:
            if notes or mark.kind == "warn":
                self.problems.append(f"{where}{mark.file}:{mark.line}: nothing fits the mark "
                                     f"'{mark.kind}: {mark.text}'")

    def _claim_note(self, claim, finding, note):
        for kind, start in (("no fix", NO_FIX), ("review", REVIEW)):
            if note.message.startswith(start):
                if not claim(kind, finding.file, finding.line, note.message[len(start):]):
                    self.problems.append(f"no '// {kind}:' mark fits: {finding}\n  note: {note.message}")
                return
        claim("note", note.file, note.line, note.message)

    def _compare_other_builds(self, first):
        """The same findings from the other mode, as C++, and with real headers."""
        builds = [(self.headers, m) for m in self.expect.modes[1:]]
        if self.expect.also:
            self._compare_build(self.headers, self.expect.modes[0], "-xc++")
        if self.headers.mock:
            real, modes = self._real_headers(), self.expect.modes
            builds += ([(h, m) for h in real for m in modes] if self.long
                       else [(h, modes[-1]) for h in real[-1:]])
        for headers, mode in builds:
            self._compare_build(headers, mode)

    def _compare_build(self, headers, mode, *more):
        label = ", ".join((headers.name, mode, *more))
        path = self.workspace.copy(label.replace(", ", "-"), self.content)
        run = run_tidy(self.tree.tidy, self.check, path, [*self._flags(headers, mode), *more], self._options())
        where = f"with {label}: "
        if run.errors and not headers.mock:
            # The file uses what this version does not have: nothing to compare.
            self.outcome.notes.append(where + "does not parse: " + run.errors[0].message)
            return
        if self._usable(run, where.rstrip(": ")):
            # Whether there is a fix depends on the version and on exceptions, the
            # finding does not.
            same = headers.version == self.headers.version and not more
            self._compare_with_marks(run, where, notes=same)

    def _compare_with_golden(self, settled):
        self.problems.extend(settled.problems)
        golden, name = golden_bytes(self.source, settled.level)
        if settled.content != golden:
            self.problems.append(f"FixLevel={settled.level} does not give {name}:\n"
                                 + diff(golden, settled.content, name, f"FixLevel={settled.level}"))
        left = [f for f in settled.last.findings if f.has_fix]
        expected_left = len(settled.first.findings) - settled.fixed
        if not settled.problems and (left or len(settled.last.findings) != expected_left):
            self.problems.append(
                f"FixLevel={settled.level}: {expected_left} findings should be left in the fixed file:"
                + "".join(f"\n  {f}" for f in settled.last.findings))

    def _check_reasons(self, safe, review):
        """No fix without saying why; no reason where there is a fix."""
        if self._never_fixes():
            return
        for settled, accepted in ((safe, (NO_FIX, REVIEW)), (review, (NO_FIX,))):
            for finding in settled.last.findings:
                if not finding.has_fix and not any(finding.reason(a) is not None for a in accepted):
                    self.problems.append(f"FixLevel={settled.level}: neither a fix nor a reason: {finding}")
            for finding in settled.first.findings:
                if finding.has_fix and finding.reason(NO_FIX) is not None:
                    self.problems.append(f"FixLevel={settled.level}: a fix and 'no fix:' at once: {finding}")

    def _never_fixes(self):
        """The page says that the check has no fixes by design."""
        page = self.tree.source / "docs" / "checks" / f"{self.stem}.md"
        return page.exists() and bool(re.search(r"^\| \w+ \| none \|", page.read_text(), re.M))

    def _compile(self, safe, review):
        languages = [self.language] + ([self.expect.also] if self.expect.also else [])
        minimum = self._options().get("MinPython")
        version = tuple(int(n) for n in minimum.split(".")[:2]) if minimum else self.headers.version
        compiler = Compiler(self.tree, self.args, version)
        sets = [header_sets.mock_headers(self.tree.test), *self._real_headers()]
        before = self.workspace.copy("before", self.content)
        done = {self.content}
        for settled in (safe, review):
            if settled.content not in done:
                done.add(settled.content)
                after = self.workspace.copy(f"{settled.level}-compile", settled.content)
                result = compiler.check(before, after, languages, self.expect.modes, sets)
                self.outcome.combinations += result.combinations
                self.problems.extend(result.problems)
                if not result.combinations:
                    self.problems.append(f"FixLevel={settled.level}: the fixed file was compiled nowhere")

    def _take_quick_fixes(self):
        """clangd's quick fixes give the same bytes."""
        flags = self._flags(self.headers, self.expect.modes[0])
        editor = Editor(self.tree, self.check, self.workspace, flags, self._options())
        lines = [m.line for m in self.expect.marks_of("warn") if m.file == self.source.name]
        for level in ("safe", "review"):
            self.problems.extend(editor.take_quick_fixes(level, lines)[1])

    def bless(self):
        """Writes the goldens from what the fixes do now; prints the difference."""
        if not self._prepare():
            raise SystemExit("\n".join(self.problems) or self.outcome.skipped)
        fixer, before = self._fixer(), self.content
        for level in ("safe", "review"):
            path, content = golden_path(self.source, level), fixer.settle(level, self.content).content
            old = path.read_bytes() if path.exists() else before
            print(diff(old, content, path.name, f"FixLevel={level}"), end="")
            if content != before:
                path.write_bytes(content)
            elif path.exists():
                path.unlink()
            before = content
