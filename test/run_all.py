#!/usr/bin/env python3
"""Runs every test of a build tree. Failures are printed in full; the last line
is `N passed, N failed`, after `N skipped` where something was skipped, each
lit test, GoogleTest test and house rule counted one by one.

Suites of one process run side by side, the others use all processors themselves.

    run_all.py BUILD [--long] [--only SUITE]
"""

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness.buildtree import BuildTree
from harness.headers import real_headers
from harness.report import Report

HERE = Path(__file__).parent


def run_program(name, report, *command, show=False):
    done = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    report.merge(name, done.stdout, done.returncode, show)


def run_harness(tree, arguments, report):
    run_program("harness", report, HERE / "harness_test.py", tree.path)


def run_house(tree, arguments, report):
    run_program("house", report, HERE / "house.py")


def run_docs(tree, arguments, report):
    run_program("docs", report, HERE / "docs_test.py", tree.path)


def run_facts_audit(tree, arguments, report):
    audit = HERE / "audit_facts.py"
    run_program("facts-audit", report, audit)


def run_recogniser(tree, arguments, report):
    """Every spelling with every header set; its table is always shown."""
    matrix = HERE / "recogniser" / "matrix.py"
    run_program("recogniser", report, matrix, tree.path, "--jobs", str(arguments.jobs), show=True)


def run_unit(tree, arguments, report):
    """GoogleTest; its JSON names every test."""
    if not any((HERE / "lib").glob("*Test.cpp")):
        report.skip("unit", "there are no unit tests")
        return
    results = tree.scratch / "unit.json"
    results.unlink(missing_ok=True)
    try:
        done = subprocess.run([tree.unittests, f"--gtest_output=json:{results}"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace")
    except OSError as error:
        report.add("unit", [str(error)])
        return
    if not results.is_file():
        report.add("unit", [f"ended with {done.returncode} before it was done:\n{done.stdout[-5000:]}"])
        return
    for suite in json.loads(results.read_text())["testsuites"]:
        for test in suite["testsuite"]:
            name = f"unit: {suite['name']}.{test['name']}"
            if test["status"] != "RUN" or test["result"] == "SKIPPED":
                report.skip(name, test["result"].lower())
            else:
                report.add(name, [f["failure"] for f in test.get("failures", ())])


def run_lint_suite(tree, arguments, report):
    """lit over test/: one test a file."""
    results = tree.scratch / "lit.json"
    results.unlink(missing_ok=True)
    command = [sys.executable, tree.lit(), "-q", "-j", str(arguments.jobs), "--output", results]
    if arguments.long:
        command += ["--param", "long=1"]
    done = subprocess.run([*command, tree.scratch], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if not results.is_file():
        report.add("lint-suite", [done.stdout])
        return
    totals = dict.fromkeys(("findings", "fixed", "combinations", "not_compiled_with_real_headers"), 0)
    for test in sorted(json.loads(results.read_text())["tests"], key=lambda t: t["name"]):
        for metric, value in test.get("metrics", {}).items():
            totals[metric] += value
        if test["code"] == "UNSUPPORTED":
            report.skip(test["name"], test["output"].strip().splitlines()[-1] if test["output"] else "unsupported")
        else:
            failed = test["code"] not in ("PASS", "XFAIL", "FLAKYPASS")
            report.add(test["name"], [f"{test['code']}\n{test['output']}"] if failed else [])
    names = ", ".join(h.name for h in real_headers()) or "none"
    print(f"lint-suite: {totals['findings']} findings, {totals['fixed']} fixed, fixed files compiled in "
          f"{totals['combinations']} combinations; real CPython headers: {names}")
    if totals["not_compiled_with_real_headers"]:
        report.skipped += totals["not_compiled_with_real_headers"]
        print(f"SKIP: {totals['not_compiled_with_real_headers']} fixed files were compiled "
              "with the mock header only: no CPython headers found")


def run_executed(part):
    """Fixed modules under real interpreters; what was run is always shown."""
    def run(tree, arguments, report):
        run_program("run", report, HERE / "run" / "run.py", tree.path, "--part", part, show=True)
    return run


def run_threads(tree, arguments, report):
    """Fixed modules, hammered by threads; what was run is always shown."""
    run_program("threads", report, HERE / "run" / "threads.py", tree.path, show=True)


def run_cycles(tree, arguments, report):
    """Fixed traverse functions let cycles be freed; what was run is always shown."""
    run_program("cycles", report, HERE / "run" / "cycles.py", tree.path, show=True)


def run_mutants(tree, arguments, report):
    """Traverse functions made wrong; how many are found is always shown."""
    run_program("mutants", report, HERE / "mutants" / "mutants.py", tree.path, show=True)


def run_fuzz(tree, arguments, report):
    """Generated functions, fixed and executed; its shares are always shown."""
    run_program("fuzz", report, HERE / "fuzz" / "fuzz.py", tree.path, "--jobs", str(arguments.jobs),
                *(["--long"] if arguments.long else []), show=True)
    if arguments.long:
        run_program("walks", report, HERE / "fuzz" / "walks.py", tree.path, "--jobs", str(arguments.jobs),
                    "--long", show=True)


# Small releases with findings of many kinds.
CORPUS_SLICE = ("simplejson", "zope.interface", "wrapt", "multidict", "MarkupSafe")
# The headers that the stored findings were made with.
CORPUS_PYTHON = (3, 11)


def run_corpus(tree, arguments, report):
    """Real releases: what is found there is what is stored. What a change adds or
    removes is to be read, then `tools/corpus store` takes it."""
    if sys.version_info[:2] != CORPUS_PYTHON:
        report.skip("corpus", "the findings are stored for the headers of Python 3.11")
        return
    program = HERE.parent / "tools" / "corpus.py"
    for name in [""] if arguments.long else CORPUS_SLICE:
        done = subprocess.run([sys.executable, program, "--build", tree.path, "diff", *filter(None, [name])],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode == 2 and not done.stdout:
            # Without the network the others cannot be had either.
            report.skip(f"corpus: {name or 'all'}", done.stderr.strip().splitlines()[-1])
            return
        report.add(f"corpus: {name or 'all'}", [done.stdout + done.stderr] if done.returncode else [])


# One process each.
SIDE_BY_SIDE = {
    "run-debug": run_executed("debug"),
    "run-sanitized": run_executed("sanitized"),
    "run-new": run_executed("new"),
    "run-statics": run_executed("statics"),
    "unit": run_unit,
    "docs": run_docs,
    "mutants": run_mutants,
    "threads": run_threads,
    "cycles": run_cycles,
    "corpus": run_corpus,
    "harness": run_harness,
    "facts-audit": run_facts_audit,
    "house": run_house,
}
# These use all processors themselves.
ALONE = {
    "recogniser": run_recogniser,
    "lint-suite": run_lint_suite,
    "fuzz": run_fuzz,
}
SUITES = {**SIDE_BY_SIDE, **ALONE}


def run_side_by_side(arguments, report):
    """Each suite of SIDE_BY_SIDE with this program, as many at once as there are jobs."""
    def run(name):
        command = [sys.executable, __file__, arguments.build, "--only", name, *(["--long"] if arguments.long else [])]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")

    with ThreadPoolExecutor(arguments.jobs) as pool:
        for name, done in zip(SIDE_BY_SIDE, pool.map(run, SIDE_BY_SIDE)):
            report.merge(name, done.stdout, done.returncode, show=True)
            sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("--long", action="store_true", help="every test file with every real CPython header set, many more generated functions")
    parser.add_argument("--only", choices=SUITES, help="one suite")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2, help="how many processes at once")
    arguments = parser.parse_args()
    tree, report = BuildTree(arguments.build), Report()
    if not arguments.only:
        run_side_by_side(arguments, report)
    for name, run in SUITES.items():
        if name == arguments.only or (not arguments.only and name in ALONE):
            begin = time.monotonic()
            run(tree, arguments, report)
            print(f"{name}: {time.monotonic() - begin:.0f} seconds", flush=True)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
