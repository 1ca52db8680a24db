#!/usr/bin/env python3
"""Executes fixed code: builds small extension modules before and after the
fixes, calls both in real interpreters, and compares.

    run.py BUILD [--part PART] [--only MODULE] [--keep DIR]

For each module of modules/ and each FixLevel: the results, the exceptions and
what happened to the arguments are the same, and no call moves a reference
count: of everything in a debug build, of each argument's object elsewhere.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import interpreters  # noqa: E402
import statics  # noqa: E402
from goldens import GoldenRunner  # noqa: E402
from hangs import HangRunner  # noqa: E402
from harness.buildtree import BuildTree  # noqa: E402
from harness.report import Report  # noqa: E402
from harness.tidy import run_tidy  # noqa: E402

# A module of another check says so: `// check: NAME` on its first line. One whose
# fixes all need review says `// levels: review` after it.
CHECK = "freethreading-borrowed-reference"
LEVELS = ("safe", "review")
MAX_RUNS = 3
COMPAT = HERE / "compat"


# What the new functions are documented to do otherwise.
DOCUMENTED = [
    # PyList_GetItemRef of 3.13 and newer.
    (["raised", "SystemError", "bad argument to internal function"], ["raised", "TypeError", "expected a list"]),
]


class Runner:
    def __init__(self, tree, tidy, interpreter, library, scratch, report):
        self.tidy, self.interpreter, self.library = tidy, interpreter, library
        self.scratch, self.report = scratch, report
        self.compiler = shutil.which("gcc") or tree.llvm_tool("clang")
        self.cxx_compiler = shutil.which("g++") or tree.llvm_tool("clang++")
        self.name = interpreter.name + (" with AddressSanitizer" if library else "")

    def run(self, source):
        texts = {"before": source.read_bytes()}
        findings = {}
        levels = [v for v in LEVELS if v == "review" or b"\n// levels: review\n" not in texts["before"]]
        for level in levels:
            texts[level], findings[level] = self.fixed(source, level)
        before = self.execute(source.stem, source.suffix, "before", texts["before"])
        done = {}
        for level in levels:
            problems, told = [], ""
            if texts[level] == texts["before"]:
                problems.append(f"nothing was fixed: {findings[level]}")
            elif isinstance(before, str):
                problems.append(f"the original: {before}")
            else:
                if texts[level] not in done:  # both levels may come to the same
                    done[texts[level]] = self.execute(source.stem, source.suffix, level, texts[level])
                after = done[texts[level]]
                problems, documented = ([after], 0) if isinstance(after, str) else compare(before, after)
                told = f"{len(before['calls'])} calls, {findings[level]}"
                if documented:
                    told += f", {documented} documented differences"
            self.report.add(f"run {source.stem}, FixLevel={level}, {self.name}", problems)
            print(f"{'FAIL' if problems else 'PASS'}: {source.stem}, {level}, {self.name}: {told}", flush=True)

    def fixed(self, source, level):
        """(the fixed text, how many findings were fixed)."""
        folder = self.scratch / level
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / source.name
        shutil.copy2(source, copy)
        options = {"FixLevel": level, "Compat": "pythoncapi_compat"}
        named = re.match(rb"// check: (\S+)", source.read_bytes())
        check = named[1].decode() if named else CHECK
        counts = []
        for _ in range(MAX_RUNS):
            before = copy.read_bytes()
            run = run_tidy(self.tidy, check, copy, ["-I", str(self.interpreter.include), f"-I{COMPAT}"],
                           options, fix=True)
            if run.errors or run.status < 0:
                return before, str(run.errors[0]) if run.errors else run.output
            counts.append(len(run.findings))
            if copy.read_bytes() == before:
                break
        return copy.read_bytes(), f"{counts[0] - counts[-1]} of {counts[0]} findings fixed"

    def execute(self, name, suffix, variant, text):
        """The child's report, or a sentence."""
        folder = self.scratch / f"{variant}-built"
        folder.mkdir(parents=True, exist_ok=True)
        source, built = folder / f"{name}{suffix}", folder / f"{name}.so"
        source.write_bytes(text)
        compiler = [self.cxx_compiler, "-std=c++17"] if suffix == ".cpp" else [self.compiler]
        sanitize = ["-fsanitize=address"] if self.library else []
        done = subprocess.run([*compiler, "-O1", "-g", "-w", "-fPIC", "-shared", *sanitize,
                               f"-I{self.interpreter.include}", f"-I{COMPAT}", source, "-o", built],
                              capture_output=True, text=True, errors="replace")
        if done.returncode:
            return f"does not compile:\n{done.stderr}"
        environment = interpreters.sanitized(self.library) if self.library else {**os.environ, "PYTHONMALLOC": "debug"}
        environment.update(PYTHONPATH=str(HERE), PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0",
                           PYTHONWARNINGS="ignore")
        done = subprocess.run([self.interpreter.path, HERE / "child.py", name, built], capture_output=True,
                              text=True, errors="replace", env=environment)
        if done.returncode:
            return f"{variant}: exit code {done.returncode}:\n{done.stdout[-1000:]}{done.stderr[-3000:]}"
        return json.loads(done.stdout.splitlines()[-1])


def compare(before, after):
    """(what differs, how many differences are documented)."""
    problems, documented = [], 0
    if before["never_called"]:
        problems.append(f"the driver never calls {before['never_called']}")
    if before["labels"] != len(before["calls"]):
        problems.append("two calls have one label")
    for old, new in zip(before["calls"], after["calls"]):
        if old["moved"]:
            problems.append(f"{old['label']}: the original moves reference counts: {old['moved']}")
        if new["moved"]:
            problems.append(f"{new['label']}: reference counts move: {new['moved']}")
        if any(old["outcome"] == [*was, old["outcome"][-1]] and new["outcome"] == [*now, old["outcome"][-1]]
               for was, now in DOCUMENTED):
            documented += 1
        elif old["outcome"] != new["outcome"]:
            problems.append(f"{new['label']}: was {old['outcome']}\n  is  {new['outcome']}")
    return problems, documented


def debug_runners(tree, tidy, scratch, report):
    """Counts of everything."""
    debug = interpreters.debug_interpreter()
    if not debug:
        report.skip("run with a debug build", "no debug build of Python from 3.10 on with its headers (python3-dbg)")
        return
    runner = Runner(tree, tidy, debug, None, scratch, report)
    yield GoldenRunner(runner.compiler, debug, None, scratch / "goldens", report)
    yield runner


def sanitized_runners(tree, tidy, scratch, report):
    """What is used after it was freed."""
    debug = interpreters.debug_interpreter()
    compiler = shutil.which("gcc")
    library = debug and compiler and interpreters.sanitizer(compiler, debug)
    if library:
        yield Runner(tree, tidy, debug, library, scratch, report)
    else:
        report.skip("run with AddressSanitizer", "no debug build of Python, or gcc has no libasan that it starts with")


def new_runners(tree, tidy, scratch, report):
    """The new functions, and what hangs."""
    new = interpreters.new_interpreters()
    if not new:
        report.skip("run with the new functions", "no Python from 3.13 on with its headers")
    for interpreter in new:
        runner = Runner(tree, tidy, interpreter, None, scratch / interpreter.name, report)
        yield HangRunner(tidy, runner.compiler, interpreter, runner.scratch / "hangs", report)
        yield runner


PARTS = {"debug": debug_runners, "sanitized": sanitized_runners, "new": new_runners}


def run_part(part, tree, scratch, only, report):
    # A rebuild must not change the binary under a run.
    tidy = scratch / "ftidy-clang-tidy"
    shutil.copy2(tree.tidy, tidy)
    if part == "statics":
        if only in (None, "statics"):
            statics.run(tidy, scratch, report)
        return
    for runner in PARTS[part](tree, tidy, scratch / part, report):
        if isinstance(runner, GoldenRunner):
            runner.run(only, os.cpu_count() or 1)
        elif isinstance(runner, HangRunner):
            runner.run(only)
        else:
            for source in sorted((HERE / "modules").glob("*.c*")):
                if only in (None, source.stem):
                    runner.run(source)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("--part", choices=(*PARTS, "statics"), help="one part")
    parser.add_argument("--only", help="one module")
    parser.add_argument("--keep", help="keep the working files in this directory")
    arguments = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(arguments.keep or made)
        scratch.mkdir(parents=True, exist_ok=True)
        for part in (*PARTS, "statics"):
            if arguments.part in (None, part):
                run_part(part, BuildTree(arguments.build), scratch, arguments.only, report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
