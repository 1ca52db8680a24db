#!/usr/bin/env python3
"""Executes fixed traverse functions: are the cycles freed?

    cycles.py BUILD

Builds cycles.c before and after the fixes of the traverse checks, and runs both
in each interpreter. Before, cycles through what a traverse function leaves out
stay; in a free-threaded interpreter also those of a type that counts while it
visits. Afterwards all are freed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import interpreters  # noqa: E402
from harness.buildtree import BuildTree  # noqa: E402
from harness.report import Report  # noqa: E402
from harness.tidy import run_tidy  # noqa: E402

CHECKS = "freethreading-traverse-*"
NUMBER = 2000
OLDEST = (3, 10)  # Py_NewRef

DRIVER = """
import gc, importlib.machinery, importlib.util, json, sys
loader = importlib.machinery.ExtensionFileLoader("cycles", sys.argv[1])
module = importlib.util.module_from_spec(importlib.util.spec_from_loader("cycles", loader))
loader.exec_module(module)
number = int(sys.argv[2])
def counted():
    for _ in range(number):
        one = module.Counted()
        one.value = one
        one.items.append(one)
def partial():
    for _ in range(number):
        one = module.Partial()
        one.items.append(one)
def heap():
    for _ in range(number // 10):
        made = module.heap_type()
        made.instance = made()
result = {}
for make in (counted, partial, heap):
    gc.collect()
    module.take_freed()
    make()
    for _ in range(3):
        gc.collect()
    result[make.__name__] = module.take_freed()
print(json.dumps(result))
"""
ALL = {"counted": NUMBER, "partial": NUMBER, "heap": NUMBER // 10}


def fixed(tree, source, include):
    """What the fixes make of the file, or a sentence."""
    for _ in range(3):
        before = source.read_bytes()
        run = run_tidy(tree.tidy, CHECKS, source, [f"-I{include}"], {}, fix=True)
        if run.errors or run.status < 0:
            return str(run.errors[0]) if run.errors else run.output
        if source.read_bytes() == before:
            break
    return f"{len(run.findings)} findings are left" if run.findings else ""


def freed(interpreter, source, tree):
    """How many objects of each kind were freed, or a sentence."""
    built = source.with_suffix(".so")
    compiler = shutil.which("gcc") or tree.llvm_tool("clang")
    done = subprocess.run([compiler, "-O1", "-g", "-w", "-fPIC", "-shared", f"-I{interpreter.include}", source,
                           "-o", built], capture_output=True, text=True, errors="replace")
    if done.returncode:
        return f"does not compile:\n{done.stderr}"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    if interpreter.free_threaded:
        environment["PYTHON_GIL"] = "0"
    done = subprocess.run([interpreter.path, "-c", DRIVER, built, str(NUMBER)], capture_output=True, text=True,
                          errors="replace", env=environment)
    if done.returncode:
        return f"exit code {done.returncode}:\n{done.stderr[-3000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def judge(tree, interpreter, folder):
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "cycles.c"
    source.write_bytes((HERE / "cycles.c").read_bytes())
    before = freed(interpreter, source, tree)
    problem = fixed(tree, source, interpreter.include)
    after = freed(interpreter, source, tree)
    print(f"{interpreter.name}: freed before {before}, after {after}, of {ALL}")
    problems = [problem] if problem else []
    if isinstance(before, str) or isinstance(after, str):
        return problems + [str(before), str(after)]
    problems += [f"{kind}: {after[kind]} of {ALL[kind]} are freed" for kind in ALL if after[kind] != ALL[kind]]
    shown = [kind for kind in ALL if before[kind] != ALL[kind]]
    wanted = ["partial", "heap"] + ["counted"] * interpreter.free_threaded
    problems += [f"{kind}: the original frees them, too" for kind in wanted if kind not in shown]
    return problems


def main():
    tree, report = BuildTree(sys.argv[1]), Report()
    found = [i for i in interpreters.interpreters() if i.version >= OLDEST]
    if not found:
        report.skip("cycles", "no interpreter from 3.10 on with its headers")
    with tempfile.TemporaryDirectory() as scratch:
        for number, interpreter in enumerate(found):
            name = f"cycles are freed, {interpreter.name}"
            report.add(name, judge(tree, interpreter, Path(scratch, str(number))))
    return report.close() if found else 0


if __name__ == "__main__":
    sys.exit(main())
