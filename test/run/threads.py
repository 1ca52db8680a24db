#!/usr/bin/env python3
"""Executes fixed fields: do they survive eight threads?

    threads.py BUILD

Builds threads.c before and after the fixes of the checks of fields, and calls
both in each interpreter. One thread gets the same results from both, and no
reference count moves. With eight threads on one object the fixed module loses
no count, no byte and no reference; a free-threaded interpreter is where that
says something. What becomes of the original there is shown and not judged: most
runs abort, but a race does not have to happen.
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

CHECKS = ("freethreading-unlocked-field", "freethreading-buffer-exports", "freethreading-iterator-exhaustion")
FIXES = 18
OLDEST = (3, 13)  # critical sections

DRIVER = """
import importlib.machinery, importlib.util, json, sys, threading
loader = importlib.machinery.ExtensionFileLoader("threads", sys.argv[1])
module = importlib.util.module_from_spec(importlib.util.spec_from_loader("threads", loader))
loader.exec_module(module)
rounds, threads = int(sys.argv[2]), int(sys.argv[3])
total = getattr(sys, "gettotalrefcount", lambda: 0)

def together(work):
    ready = threading.Barrier(threads)
    def run():
        ready.wait()
        work()
    all = [threading.Thread(target=run) for _ in range(threads)]
    for one in all: one.start()
    for one in all: one.join()

def hooks():
    box = module.Box()
    def work():
        for i in range(rounds):
            box.hook = [i]
            box.hook
            if i % 7 == 0: box.clear_hook()
    together(work)
    return isinstance(box.hook, (list, type(None)))

def dicts():
    seen = set()
    for _ in range(20):
        box = module.Box()
        got = []
        together(lambda: got.append(box.dict))
        seen.add(len({id(one) for one in got}))
    return sorted(seen)

def memory():
    box = module.Box()
    def work():
        for i in range(rounds):
            box.append(65)
            if i % 50 == 0: box.to_bytes()
    together(work)
    text = box.to_bytes()
    return [len(text) // threads, text.count(b"A") == len(text)]

def state():
    box = module.Box()
    good = []
    def work():
        for i in range(rounds):
            box.update(3)
            good.append(box.digest() == 0)
    together(work)
    return [box.digest(), all(good)]

def exports():
    box = module.Box()
    def work():
        for _ in range(rounds):
            memoryview(box).release()
    together(work)
    return box.exports

def iterators():
    sizes = set()
    for _ in range(rounds // 10):
        it = module.Iter(*range(20))
        got = []
        together(lambda: got.extend(it))
        sizes.add(len(got))
    return sorted(sizes)

def pairs():
    span = module.Span()
    span.set_both([0], [0])
    good = []
    def work():
        for i in range(rounds):
            span.set_both([i], [i])
            good.append(len(span.both()) == 2 and span.differ() in (True, False))
            span.key = [i]
            good.append(isinstance(span.key, list))
    together(work)
    return all(good)

def pops():
    span = module.Span()
    got = []
    def work():
        for i in range(rounds):
            span.push([i])
            if i % 3: got.append(span.pop()[0])
    together(work)
    left = 0
    try:
        while True:
            got.append(span.pop()[0])
            left += 1
    except IndexError:
        pass
    return [left // threads, sum(got) // threads]

result = {}
for scenario in (hooks, dicts, memory, state, exports, iterators, pairs, pops):
    scenario()  # caches fill
    before = total()
    value = scenario()
    moved = total() - before
    result[scenario.__name__] = value
    if threads == 1 and abs(moved) > 20:
        result[scenario.__name__ + " moves references"] = moved
print(json.dumps(result))
"""
ROUNDS = 1000
WANTED = {"hooks": True, "dicts": [1], "memory": [ROUNDS, True], "state": [0, True], "exports": 0,
          "iterators": [20], "pairs": True, "pops": [(ROUNDS + 2) // 3, sum(range(ROUNDS))]}


def fixed(tree, source, include):
    """What the fixes make of the file, or a sentence."""
    run = run_tidy(tree.tidy, ",".join(CHECKS), source, [f"-I{include}"], {"FixLevel": "review"}, fix=True)
    if run.errors or run.status < 0:
        return str(run.errors[0]) if run.errors else run.output
    if len(run.findings) != FIXES:
        return f"{len(run.findings)} findings, not {FIXES}"
    run = run_tidy(tree.tidy, ",".join(CHECKS), source, [f"-I{include}"], {"FixLevel": "review"})
    return f"{len(run.findings)} findings are left" if run.findings else ""


def called(interpreter, source, threads, tree):
    """What the driver says, or a sentence."""
    built = source.with_suffix(".so")
    compiler = shutil.which("gcc") or tree.llvm_tool("clang")
    done = subprocess.run([compiler, "-O1", "-g", "-w", "-fPIC", "-shared", f"-I{interpreter.include}", source,
                           "-o", built], capture_output=True, text=True, errors="replace")
    if done.returncode:
        return f"does not compile:\n{done.stderr}"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    if interpreter.free_threaded:
        environment["PYTHON_GIL"] = "0"
    try:
        done = subprocess.run([interpreter.path, "-c", DRIVER, built, str(ROUNDS), str(threads)],
                              capture_output=True, text=True, errors="replace", env=environment, timeout=300)
    except subprocess.TimeoutExpired:
        return "hangs"
    if done.returncode:
        return f"exit code {done.returncode}:\n{done.stderr[-2000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def judge(tree, interpreter, folder):
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "threads.c"
    source.write_bytes((HERE / "threads.c").read_bytes())
    before, hammered = called(interpreter, source, 1, tree), called(interpreter, source, 8, tree)
    problem = fixed(tree, source, interpreter.include)
    after, survived = called(interpreter, source, 1, tree), called(interpreter, source, 8, tree)
    shown = hammered.splitlines()[0] if isinstance(hammered, str) else hammered
    print(f"{interpreter.name}: eight threads before {shown}, after {survived}")
    problems = [problem] if problem else []
    if before != WANTED or after != WANTED:
        problems.append(f"one thread: before {before}, after {after}")
    if survived != WANTED:
        problems.append(f"eight threads: {survived}")
    return problems


def main():
    tree, report = BuildTree(sys.argv[1]), Report()
    found = [i for i in interpreters.interpreters() if i.version >= OLDEST]
    if not found:
        report.skip("threads", "no interpreter from 3.13 on with its headers")
    with tempfile.TemporaryDirectory() as scratch:
        for number, interpreter in enumerate(found):
            name = f"fields survive eight threads, {interpreter.name}"
            report.add(name, judge(tree, interpreter, Path(scratch, str(number))))
    return report.close() if found else 0


if __name__ == "__main__":
    sys.exit(main())
