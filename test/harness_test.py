#!/usr/bin/env python3
"""Tests the harness: a test that cannot fail proves nothing.

    harness_test.py BUILD

Small test files are judged with a stand-in for ftidy-clang-tidy that behaves,
or misbehaves in one way (harness/fake_tidy.py). Each case says what the
harness has to find.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from harness import case as case_module
from harness.buildtree import BuildTree
from harness.case import Case
from harness.report import Report

MOCK = """#ifndef Py_PYTHON_H
#define Py_PYTHON_H
#define PY_MAJOR_VERSION 3
#define PY_MINOR_VERSION 13
void bad(int), worse(int), worst(int), good(int);
#endif
"""
TOP = "#include <Python.h>\nvoid f(void) {\n"
BAD = "  bad(1); // warn: call of 'bad'\n"
WORSE = "  worse(1); // warn: call of 'worse' // review: louder\n"
WORST = "  worst(1); // warn: call of 'worst' // no fix: it is gone\n"
END = "}\n"


def fixed(text, *names):
    for name in names:
        text = text.replace(f"  {name}(", "  good(")
    return text


ALL = TOP + BAD + WORSE + WORST + END
GOLDENS = {"a.fixed.c": fixed(ALL, "bad"), "a.review.c": fixed(ALL, "bad", "worse")}
ONE = TOP + BAD + END
ONE_GOLDEN = {"a.fixed.c": fixed(ONE, "bad")}

# What happens: the test file, files beside it, how the tool misbehaves, and a
# part of the problem that must be found (empty: none).
CASES = [
    ("all is well", "a.c", ALL, GOLDENS, "", ""),
    ("silence is expected and kept", "ok_a.c", TOP + END, {}, "", ""),
    ("a finding without a mark", "a.c", TOP + BAD + "  bad(2);\n" + END, {}, "", "no '// warn:' mark fits"),
    ("a finding in an ok_ file", "ok_a.c", TOP + "  worst(2);\n" + END, {}, "", "no '// warn:' mark fits"),
    ("a mark without a finding", "a.c", TOP + "  good(1); // warn: call\n" + END, {}, "", "nothing fits the mark"),
    ("a mark with another text", "a.c", TOP + BAD.replace("'bad'", "'mad'") + END, {}, "", "nothing fits the mark"),
    ("two findings, one mark", "a.c", TOP + "  bad(1); /* warn: 'bad' */\n  worst(1);\n" + END, {}, "",
     "no '// warn:' mark fits"),
    ("a reason without a mark", "a.c", TOP + "  worst(1); // warn: worst\n" + END, {}, "", "no '// no fix:' mark fits"),
    ("another reason", "a.c", TOP + WORST.replace("gone", "here") + END, {}, "", "'no fix: it is here'"),
    ("a review without a mark", "a.c", TOP + "  worse(1); // warn: worse\n" + END,
     {"a.review.c": TOP + "  good(1); // warn: worse\n" + END}, "", "no '// review:' mark fits"),
    ("marks in an ok_ file", "ok_a.c", ALL, GOLDENS, "", "an ok_ file has no marks"),
    ("no marks and not ok_", "a.c", TOP + END, {}, "", "named ok_*"),
    ("an empty mark", "a.c", TOP + "  bad(1); // warn:\n" + END, {}, "", "would match everything"),
    ("an unknown directive", "ok_a.c", "// option: MinPython=3.9\n" + TOP + END, {}, "", "unknown directive"),
    ("a file that does not parse", "a.c", ONE, ONE_GOLDEN, "error", "does not parse"),
    ("a wrong option", "a.c", ONE, ONE_GOLDEN, "option", "invalid value 'x' for Socks"),
    ("no golden", "a.c", ONE, {}, "", "does not give a.c"),
    ("a wrong golden", "a.c", ONE, {"a.fixed.c": ONE_GOLDEN["a.fixed.c"] + "\n"}, "", "does not give a.fixed.c"),
    ("no review golden", "a.c", ALL, {"a.fixed.c": GOLDENS["a.fixed.c"]}, "", "FixLevel=review does not give"),
    ("appliers that differ", "a.c", ONE, ONE_GOLDEN, "differ", "clang-apply-replacements differ"),
    ("no reason", "a.c", TOP + "  worst(1); // warn: worst\n" + END, {}, "no_reason", "neither a fix nor a reason"),
    ("a reason and a fix", "a.c", TOP + "  bad(1); // warn: bad // no fix: gone\n" + END,
     {"a.fixed.c": TOP + "  good(1); // warn: bad // no fix: gone\n" + END}, "both", "'no fix:' at once"),
    ("a fix on a note", "a.c", ONE, ONE_GOLDEN, "note_fix", "a note carries a fix"),
    ("a fix without an end", "a.c", ONE, ONE_GOLDEN, "endless", "still changes the file"),
    ("a finding that stays", "a.c", ONE, ONE_GOLDEN, "remains", "should be left"),
    ("a mode that finds less", "a.c", ONE, ONE_GOLDEN, "gil_only", "mock, free: a.c:3: nothing fits the mark"),
    ("a level that finds less", "a.c", ONE, ONE_GOLDEN, "review_less", "FixLevel=review finds something else"),
    ("a fix in a header", "a.c", ONE, {**ONE_GOLDEN, "sock.h": "#define SOCK 1\n"}, "header", "changed the header"),
    ("a fix that does not compile", "a.c", ONE, {"a.fixed.c": fixed(ONE, "bad").replace("good", "lost")},
     "undeclared", "does not compile cleanly"),
    ("a crash", "a.c", ONE, ONE_GOLDEN, "crash", "exit code -"),
    ("headers that are not here", "ok_a.c", "// requires: python3.999\n" + TOP + END, {}, "", "SKIPPED"),
]


def fake_tree(root, llvm_tools, llvm_major):
    build = root / "build"
    (build / "test").mkdir(parents=True)
    (build / "test" / "site.json").write_text(json.dumps(
        {"source": str(root), "llvm_tools": str(llvm_tools), "llvm_major": str(llvm_major)}))
    (build / "bin").mkdir()
    fake = Path(__file__).parent / "harness" / "fake_tidy.py"
    tool = build / "bin" / "ftidy-clang-tidy"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -E -S "{fake}" "$@"\n')
    tool.chmod(0o755)
    mock = root / "test" / "Inputs" / "mock"
    mock.mkdir(parents=True)
    (mock / "Python.h").write_text(MOCK)
    return BuildTree(build)


def judge(tree, name, text, beside, fake):
    folder = tree.test / "checks" / "sock"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for other, content in {name: text, **beside}.items():
        (folder / other).write_text(content)
    os.environ["FAKE"] = fake
    outcome = Case(tree, folder / name).run()
    return ["SKIPPED"] if outcome.skipped else outcome.problems


def main():
    real, report = BuildTree(sys.argv[1]), Report()
    # The stand-in knows its mock only.
    case_module.header_sets.real_headers = lambda: ()
    with tempfile.TemporaryDirectory() as root:
        tree = fake_tree(Path(root).resolve(), real.llvm_tools, real.llvm_major)
        for name, file, text, beside, fake, expected in CASES:
            found = judge(tree, file, text, beside, fake)
            if not expected:
                report.add(f"harness: {name}", found)
            elif any(expected in problem for problem in found):
                report.add(f"harness: {name}", [])
            else:
                report.add(f"harness: {name}", [f"does not say '{expected}' but:", *found])
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
