"""Modules that hang before the fix of freethreading-blocking-lock and run after
it. Where the check has no fix, X.after.c beside X.c is what its notes advise.

A watchdog ends what hangs. Every module hangs with the GIL and, because its
Python code collects garbage, in a free-threaded build too; but for critical
sections, which lock nothing where there is the GIL.
"""

import os
import shutil
import subprocess
from pathlib import Path

from harness.tidy import run_tidy

HERE = Path(__file__).resolve().parent
CHECK = "freethreading-blocking-lock"
WATCHDOG = 3  # seconds; a run that does not hang takes less than one
PATIENCE = 60
EXPECTED = "results 1 1"


class HangRunner:
    def __init__(self, tidy, compiler, interpreter, scratch, report):
        self.tidy, self.compiler, self.interpreter = tidy, compiler, interpreter
        self.cxx = compiler.replace("gcc", "g++").replace("clang", "clang++")
        self.scratch, self.report = scratch, report

    def run(self, only):
        for source in sorted((HERE / "hangs").glob("*.c*")):
            if source.stem.endswith(".after") or only not in (None, source.stem):
                continue
            text = source.read_text()
            if "requires: python3.13" in text and self.interpreter.version < (3, 13):
                continue
            if "requires: free-threaded" in text and not self.interpreter.free_threaded:
                continue
            problems, told = self.prove(source)
            self.report.add(f"run hangs/{source.stem}, {self.interpreter.name}", problems)
            print(f"{'FAIL' if problems else 'PASS'}: hangs/{source.stem}, {self.interpreter.name}: {told}", flush=True)

    def prove(self, source):
        after, told, findings = self.after(source)
        if not findings:
            return ["nothing was found"], told
        before = self.execute(source, "before", source.read_bytes(), WATCHDOG)
        done = self.execute(source, "after", after, PATIENCE)
        problems = []
        if before != "hangs":
            problems.append(f"before the fix: {before}")
        if done != EXPECTED:
            problems.append(f"after the fix: {done}")
        return problems, told

    def after(self, source):
        """(the text that must not hang, where it comes from, how many findings)."""
        folder = self.scratch / "fixed"
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / source.name
        shutil.copy2(source, copy)
        run = run_tidy(self.tidy, CHECK, copy, ["-I", str(self.interpreter.include)], {"FixLevel": "review"}, fix=True)
        text = copy.read_bytes()
        by_hand = source.with_suffix(".after" + source.suffix)
        if text == source.read_bytes() and by_hand.exists():
            return by_hand.read_bytes(), "by hand", len(run.findings)
        return text, "by the fix", len(run.findings)

    def execute(self, module, variant, text, seconds):
        name = module.stem
        folder = self.scratch / variant
        folder.mkdir(parents=True, exist_ok=True)
        source, built = folder / module.name, folder / f"{name}.so"
        source.write_bytes(text)
        done = subprocess.run([self.cxx if module.suffix == ".cpp" else self.compiler, "-O1", "-w", "-fPIC", "-shared", "-pthread",
                               f"-I{self.interpreter.include}", source, "-o", built], capture_output=True, text=True)
        if done.returncode:
            return f"does not compile:\n{done.stderr}"
        command = [self.interpreter.path, HERE / "hanging_child.py", name, built]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds,
                                  env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        except subprocess.TimeoutExpired:
            return "hangs"
        return done.stdout.strip() if done.returncode == 0 else f"exit code {done.returncode}: {done.stderr[-500:]}"
