#!/usr/bin/env python3
"""Runs the command again and again with one thing changed each time, and says
whether a worker was started: the cache has one more outcome then.

    cached.py FTIDY PROJECT INTERPRETER
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ftidy, project, python = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
cache = Path(os.environ["FTIDY_CACHE"])


def outcomes():
    return {(f, f.stat().st_mtime_ns) for f in cache.glob("*/*.json")}


def run(why, *arguments, new, findings=1):
    time.sleep(0.02)  # an outcome is not kept when a file is younger than the run
    before = outcomes()
    got = subprocess.run([ftidy, "check", "--quiet", "--python", python, *arguments, str(project)],
                         capture_output=True, text=True)
    assert f"findings: {findings}," in got.stdout, (why, got.stdout, got.stderr)
    made = len(outcomes() - before)
    assert made == new, f"{why}: {made} new outcomes, not {new}"


run("the first run", new=1)
run("nothing changed", new=0)
run("another option", "-o", "MinPython=3.8", new=1)
run("another flag", "--extra-arg=-DSOMETHING", new=1)
run("nothing changed", new=0)
source = project / "a.c"
source.write_text(source.read_text() + "int more;\n")
run("the file changed", new=1)
os.utime(source)
run("only its time changed", new=0)
header = project / "late" / "which.h"
header.write_text("#define FIRST 1\n")
run("a header changed", new=1)
(project / ".clang-tidy").write_text("Checks: '-freethreading-borrowed-reference'\n")
run("a configuration appeared", new=1, findings=0)
(project / ".clang-tidy").unlink()
run("it is gone again", new=1)
(project / "which.h").write_text("#define FIRST 2\n")
run("a header appeared in front of another", new=1)
(project / "b.c").write_text("#include <Python.h>\n#include <lost.h>\n")
run("a file that does not parse", new=1)
run("nothing changed", new=0)
(project / "more").mkdir()
run("another flag", "--extra-arg=-Imore", new=2)
(project / "more" / "lost.h").write_text("")
run("its header appeared", "--extra-arg=-Imore", new=1)
(project / "b.c").unlink()
for outcome in cache.glob("*/*.json"):
    outcome.write_text("damaged")
run("a damaged cache", new=1)
run("no cache", "--no-cache", new=0)
