"""Takes a batch of functions through the real binary: fixed until nothing
changes, compiled, run beside the original.

One batch is one C file. A line `/*== name ==*/` stands before each function, so
that a fixed file can be taken apart again.
"""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
CHECK = "freethreading-borrowed-reference"
MARK = re.compile(r"^/\*== (\w+) ==\*/\n", re.M)
PROLOGUE = """#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"
#include "fuzz.h"

#define LOOK_UP(map, name) PyDict_GetItem(map, name)
#define RETURN_IF_NULL(object) if ((object) == NULL) return NULL
#define RETURN_NONE_IF(condition) do { if (condition) Py_RETURN_NONE; } while (0)
#define g_text "made here"

"""
MAX_RUNS = 3
WARNINGS = ("-Wall", "-Wextra")
MODES = {"gil": [], "free-threaded": ["-DPy_GIL_DISABLED=1"]}


@dataclass
class Failure:
    function: str
    level: str
    kind: str
    detail: str
    fixed: str = ""
    where: list = None  # the variant, the inputs and the selector

    @property
    def compiles(self):
        return self.kind not in ("does not compile", "new warning", "does not converge")

    def __str__(self):
        return f"{self.function} ({self.level}): {self.kind}: {self.detail}"


@dataclass
class Outcome:
    failures: list = field(default_factory=list)
    invalid: list = field(default_factory=list)  # originals that are wrong: a bug of the generator
    findings: Counter = field(default_factory=Counter)  # level or reason -> findings
    functions: Counter = field(default_factory=Counter)
    fixed: dict = field(default_factory=dict)  # (name, level) -> text
    calls: int = 0
    undefined: int = 0  # inputs that an original leaves an exception behind for


def write(functions):
    return PROLOGUE + "".join(f"/*== {f.name} ==*/\n{f.text()}\n" for f in functions)


def take_apart(text):
    """{name: text} of a file of a batch."""
    parts = MARK.split(text)
    return dict(zip(parts[1::2], parts[2::2]))


def put_together(chunks):
    return PROLOGUE + "".join(f"/*== {name} ==*/\n{text}" for name, text in chunks.items())


def function_at(text):
    """A function from line numbers to names of functions."""
    names, current = [""], ""
    for line in text.split("\n"):
        if mark := re.match(r"/\*== (\w+) ==\*/", line):
            current = mark[1]
        names.append(current)
    return lambda number: names[min(number, len(names) - 1)]


@dataclass(frozen=True)
class Setting:
    """How a batch is analysed and built."""
    policy: str = "preserve"
    other_seen: bool = False  # the analysis has -DFUZZ_OTHER
    other_built: bool = False  # what is run has it
    cxx: bool = False

    @property
    def suffix(self):
        return ".cpp" if self.cxx else ".c"

    def seen(self):
        return ["-DFUZZ_OTHER"] if self.other_seen else []

    def built(self):
        return ["-DFUZZ_OTHER"] if self.other_built else []

    def __str__(self):
        defined = {(True, True): ", FUZZ_OTHER", (True, False): ", FUZZ_OTHER analysed",
                   (False, True): ", FUZZ_OTHER built", (False, False): ""}
        return f"{'C++' if self.cxx else 'C'}, ErrorPolicy={self.policy}{defined[self.other_seen, self.other_built]}"


class Batch:
    def __init__(self, tools, functions, scratch, setting, focus=None):
        self.tools, self.setting = tools, setting
        self.focus = focus  # only what this failure needs
        self.functions = {f.name: f for f in functions}
        self.scratch = Path(scratch)
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        self.outcome = Outcome()
        self.original = take_apart(write(functions))

    def standard(self):
        return ["-std=c++17"] if self.setting.cxx else []

    def fail(self, name, level, kind, detail, fixed="", where=None):
        # One failure of a kind for a function and level is enough.
        if not any((f.function, f.level, f.kind) == (name, level, kind) for f in self.outcome.failures):
            self.outcome.failures.append(Failure(name, level, kind, detail, fixed, where))

    def run(self):
        texts = {level: self.fix(level) if self.focus is None or self.focus.level == level else []
                 for level in ("safe", "review")}
        variants = self.variants(texts)
        if self.focus is None or not self.focus.compiles:
            self.compile(variants)
        if self.tools.interpreter and (self.focus is None or self.focus.compiles):
            self.execute(variants)
        return self.outcome

    # ---- fixing

    def fix(self, level):
        """The texts after each run that changed something."""
        path = self.scratch / f"{level}{self.setting.suffix}"
        path.write_text(put_together(self.original))
        stages, spoilt = [], set()
        run = 0
        while run <= MAX_RUNS:
            before = path.read_text()
            output, bad = self.tidy(path, level)
            if bad:  # what the last run made is no C
                chunks = take_apart(before)
                for name, error in bad.items():
                    self.fail(name, level, "does not compile", error, chunks[name])
                    chunks[name] = ""
                spoilt |= set(bad)
                path.write_text(put_together(chunks))
                continue
            self.read_findings(output, before, level, run)
            after = path.read_text()
            if after == before:
                break
            stages.append(take_apart(after))
            run += 1
        else:
            old, new = take_apart(before), take_apart(after)
            for name in self.original:
                if old.get(name) != new.get(name):
                    self.fail(name, level, "does not converge", f"run {MAX_RUNS + 1} still changes it", new.get(name, ""))
        for stage in stages:
            if list(stage) != list(self.original):
                raise SystemExit(f"{path}: a fix changed the lines between the functions")
            stage.update({name: self.original[name] for name in spoilt})
        return stages

    def tidy(self, path, level):
        """(what it said, {function: error} of what it could not parse)."""
        options = {"FixLevel": level, "Compat": "pythoncapi_compat", "ErrorPolicy": self.setting.policy}
        command = [self.tools.tidy, "--quiet", f"--checks=-*,{CHECK}", "--fix",
                   f"--config={json.dumps({'CheckOptions': options})}", path, "--", *self.tools.analysis_flags(),
                   *self.standard(), *self.setting.seen()]
        at = function_at(path.read_text())
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=600)
        errors = re.findall(rf"^{re.escape(str(path))}:(\d+):\d+: error: (.*)$", done.stdout, re.M)
        bad = {at(int(number)): message for number, message in reversed(errors)}
        if done.returncode and not bad or "" in bad:
            raise SystemExit(f"{path}: exit code {done.returncode}\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
        return done.stdout, bad

    def read_findings(self, output, text, level, run):
        """Counts what the first run of each level says; remembers what is left."""
        at = function_at(text)
        current, verdicts = None, []
        for line in output.split("\n"):
            match = re.match(r"(?:/[^:]*):(\d+):\d+: (warning|note): (.*)", line)
            if not match:
                continue
            number, kind, message = int(match[1]), match[2], match[3]
            if kind == "warning" and CHECK in message:
                current = [at(number), "fixed", number]
                verdicts.append(current)
            elif kind == "note" and current:
                if message.startswith("no fix: "):
                    current[1] = re.sub(r" \(.*", "", message.removeprefix("no fix: "))
                elif message.startswith("fix needs review: "):
                    current[1] = "review"
                    self.review_notes.setdefault(current[0], set()).add(message)
        if run == 0 and level == "review":
            for name, verdict, _ in verdicts:
                self.outcome.findings[verdict] += 1
        self.left[level, run] = {name for name, _, _ in verdicts}
        self.verdicts[level, run] = verdicts

    @property
    def left(self):
        return self.__dict__.setdefault("_left", {})

    @property
    def verdicts(self):
        return self.__dict__.setdefault("_verdicts", {})

    @property
    def review_notes(self):
        return self.__dict__.setdefault("_review_notes", {})

    def variants(self, texts):
        """[(label, level, {name: text of what changed}, names without a finding left)]; each text once."""
        found, seen = [], {name: {text} for name, text in self.original.items()}
        for level, stages in texts.items():
            for i, stage in enumerate(stages):
                changed = {}
                for name, text in stage.items():
                    if text not in seen[name]:
                        seen[name].add(text)
                        changed[name] = text
                self.outcome.fixed.update({(name, level): text for name, text in stage.items()
                                           if text != self.original[name]})
                if changed:
                    found.append((f"{level}{i + 1}", level, changed, self.left.get((level, i + 1), set())))
        self.count_functions(texts)
        return found

    def count_functions(self, texts):
        """Each function once, by the best that was done for it."""
        silent = set(self.original) - self.left.get(("review", 0), set())
        for name in self.original:
            changed = {level: stages and stages[-1][name] != self.original[name] for level, stages in texts.items()}
            last = max((run for level, run in self.left if level == "review"), default=None)
            if last is None:
                return
            left = name in self.left["review", last]
            if name in silent:
                verdict = "no finding"
            elif not changed["review"] and not changed["safe"]:
                verdict = "refused"
            elif left:
                verdict = "partly fixed"
            elif changed["safe"] and texts["safe"][-1][name] == texts["review"][-1][name]:
                verdict = "fixed, safe"
            else:
                verdict = "fixed, review"
            self.outcome.functions[verdict] += 1

    # ---- compiling

    def compile(self, variants):
        """Parses with every header set in both modes; no new warning."""
        base = {}
        for headers, mode, flags in self.tools.syntax_sets():
            base[headers, mode] = self.diagnostics(self.original, "original", flags)
        for label, level, changed, _ in variants:
            # The functions that did not change only cost time.
            for headers, mode, flags in self.tools.syntax_sets():
                now = self.diagnostics(changed, label, flags)
                for name in changed:
                    new = now.get(name, Counter()) - base[headers, mode].get(name, Counter())
                    for message in new:
                        self.fail(name, level, "does not compile" if message.startswith("error") else "new warning",
                                  f"{headers}, {mode}: {message}", changed[name])

    def diagnostics(self, chunks, label, flags):
        """{function: Counter of messages}."""
        text = put_together(chunks)
        path = self.scratch / f"{label}_syntax{self.setting.suffix}"
        path.write_text(text)
        done = subprocess.run([self.tools.clang, "-fsyntax-only", "-fno-caret-diagnostics", "-ferror-limit=0",
                               *WARNINGS, *self.standard(), *flags, path], capture_output=True, text=True, errors="replace")
        at, found = function_at(text), {}
        for line in done.stderr.split("\n"):
            match = re.match(r"(?:/[^:]*):(\d+):\d+: (warning|error|fatal error): (.*)", line)
            if match:
                name = at(int(match[1])) if str(path) in line else ""
                found.setdefault(name, Counter())[f"{match[2]}: {match[3]}"] += 1
        return found

    # ---- running

    def build(self, label, chunks, level):
        """A shared object; a function that does not compile is left out."""
        chunks = dict(chunks)
        while chunks:
            path = self.scratch / f"{label}.so"
            source = self.scratch / f"{label}_run{self.setting.suffix}"
            text = put_together(chunks)
            source.write_text(text)
            done = subprocess.run([*self.tools.compile_command(self.setting.cxx), *self.setting.built(), source,
                                   "-o", path], capture_output=True, text=True)
            if done.returncode == 0:
                return path, chunks
            at = function_at(text)
            bad = {at(int(n)) for n in re.findall(rf"{source.name}:(\d+):\d+: (?:fatal )?error:", done.stderr)} - {""}
            if not bad:
                raise SystemExit(done.stderr[-4000:])
            for name in bad:
                lines = [line for line in done.stderr.split("\n") if "error:" in line]
                self.fail(name, level, "does not compile", lines[0] if lines else "?", chunks[name])
                del chunks[name]
        return None, {}

    def was_seen(self, text):
        """Nothing of what is run was hidden from the analysis: a look-up whose only use is hidden has no finding."""
        return self.setting.other_seen == self.setting.other_built or "FUZZ_OTHER" not in text

    def execute(self, variants):
        wanted = {name for _, _, changed, _ in variants for name in changed}
        original, _ = self.build("original", {n: t for n, t in self.original.items() if n in wanted}, "original")
        jobs = {name: {"name": name, "kind": self.functions[name].kind, "original": str(original),
                       "traits": {k: v for k, v in self.functions[name].traits.items() if k != "apis"},
                       "only": self.focus.where[1:3] if self.focus else None,
                       "seconds": 2 if self.focus else 20,  # for one step
                       "variants": []} for name in self.original if name in wanted}
        for label, level, changed, left in variants:
            path, built = self.build(label, changed, level)
            for name in built:
                text = built[name]
                jobs[name]["variants"].append({
                    "label": label, "path": str(path), "whole": name not in left and self.was_seen(text),
                    "relaxed": "no longer swallowed" in str(self.review_notes.get(name)),
                    "may_shrink": "PyList_GetItemRef" in text and "PyList_GetItem(" not in self.original[name]})
        self.levels = {label: level for label, level, _, _ in variants}
        self.texts = {(label, name): text for label, _, changed, _ in variants for name, text in changed.items()}
        self.run_jobs([job for job in jobs.values() if job["variants"]])

    def run_jobs(self, jobs):
        """Runs them all; after a crash, those that are left."""
        job_file, results = self.scratch / "jobs.json", self.scratch / "results.jsonl"
        while jobs:
            job_file.write_text(json.dumps(jobs))
            results.unlink(missing_ok=True)
            try:
                done = subprocess.run([*self.tools.runner(), job_file, results], capture_output=True, text=True,
                                      errors="replace", env=self.tools.environment(), timeout=60 + 10 * len(jobs))
                status, output = done.returncode, done.stdout + done.stderr
            except subprocess.TimeoutExpired as late:
                status, output = -1, "no answer in time\n" + str(late.stderr or "")[-2000:]
            lines = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
            if not lines:
                raise SystemExit(f"the interpreter did not start:\n{output[-4000:]}")
            self.read_results(lines)
            finished = {line["name"] for line in lines if line.get("done")}
            jobs = [job for job in jobs if job["name"] not in finished]
            if status == 0 or not jobs:
                return
            self.crashed(lines[-1], output)
            # What crashed in one variant is not run again.
            jobs = [job for job in jobs if job["name"] != lines[-1]["name"]]

    def crashed(self, last, output):
        name, at = last["name"], last.get("at") or ["?", "", "", ""]
        told = "\n".join(line for line in output.split("\n") if re.search(
            r"ERROR|SUMMARY|Fatal|error:|Assert|#\d+ .* in [fs]_|in time", line))[:2000] or output[-1500:] or "killed"
        if at[0] == "original":
            self.outcome.invalid.append((name, f"the original crashes: {at}\n{told}"))
        else:
            self.fail(name, self.levels.get(at[0], at[0]), f"crash ({at[3]})", f"{at}\n{told}",
                      self.texts.get((at[0], name), ""), at)

    def read_results(self, lines):
        for line in lines:
            if "at" in line:
                self.outcome.calls += 1
            self.outcome.undefined += "undefined" in line
            if "invalid" in line:
                self.outcome.invalid.append((line["name"], line["invalid"]))
            if "failure" in line:
                label = line["where"][0]
                self.fail(line["name"], self.levels[label], line["failure"], f"{line['where']}\n{line['detail']}",
                          self.texts[label, line["name"]], line["where"])
