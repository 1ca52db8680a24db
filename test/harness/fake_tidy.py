#!/usr/bin/env python3
"""Stands for ftidy-clang-tidy where the harness itself is under test.

It flags calls of bad() (safe fix: good()), worse() (review: good()) and
worst() (no fix). $FAKE makes it misbehave in one way:

    differ       -fix writes other bytes than --export-fixes
    no_reason    the notes are missing
    both         'no fix:' though there is a fix
    note_fix     the note carries the fix as well
    endless      the fix never comes to an end
    remains      the fixed call is reported as well
    gil_only     silent in the free-threaded mode
    review_less  FixLevel=review finds less
    header       the fix also writes to the header beside the file
    undeclared   the fixed file does not compile
    error        the file does not parse
    option       says that an option is wrong
    crash        ends like a crash
"""

import json
import os
import re
import signal
import sys
from pathlib import Path

FAKE = os.environ.get("FAKE", "")
options = [a for a in sys.argv[1:sys.argv.index("--")] if a.startswith("-")]
path = Path(next(a for a in sys.argv[1:] if not a.startswith("-")))
level = json.loads(next(o for o in options if o.startswith("--config="))[9:])["CheckOptions"].get("FixLevel", "safe")
check = next(o for o in options if o.startswith("--checks="))[12:]
exported = next((o[15:] for o in options if o.startswith("--export-fixes=")), None)
text = path.read_text()

if FAKE == "crash":
    os.kill(os.getpid(), signal.SIGSEGV)
if FAKE == "option":
    print("warning: invalid value 'x' for Socks [clang-tidy-config]")
if FAKE == "error":
    print(f"{path}:1:1: error: expected a sock [clang-diagnostic-error]")
    sys.exit(1)
if FAKE == "gil_only" and "-DPy_GIL_DISABLED=1" in sys.argv:
    sys.exit(0)

NEW = {"undeclared": "lost", "endless": "bad(1), bad"}.get(FAKE, "good")
calls = "bad|worse|worst" + ("|good" if FAKE == "remains" else "")
edits, yaml = [], ""
for call in re.finditer(rf"^ +({calls})\(", text, re.M):
    name, offset = call[1], call.start(1)
    if FAKE == "review_less" and level == "review":
        continue
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    print(f"{path}:{line}:{column}: warning: call of '{name}' loses a sock [{check}]")
    fixed = name == "bad" or (name == "worse" and level == "review")
    note = {"worse": "fix needs review: louder", "worst": "no fix: it is gone"}.get(name, "")
    if FAKE == "both" and fixed:
        note = "no fix: it is gone"
    if note and FAKE != "no_reason" and not (name == "worse" and fixed and FAKE != "both"):
        print(f"{path}:{line}:{column}: note: {note}")
    place = f"FilePath: '{path}'\n"
    edit = (f"\n        - {place}          Offset: {offset}\n          Length: {len(name)}\n"
            f"          ReplacementText: '{NEW}'\n")
    yaml += ("  - DiagnosticName:  " + check + "\n    DiagnosticMessage:\n      Message:         sock\n"
             f"      {place}      FileOffset:      {offset}\n      Replacements:    " + (edit if fixed else "[]\n"))
    if FAKE == "note_fix" and fixed:
        yaml += (f"    Notes:\n      - Message:         sock\n        {place}        FileOffset:      {offset}\n"
                 "        Replacements:    " + edit.replace("\n  ", "\n    "))
    yaml += "    Level:           Warning\n    BuildDirectory:  '/'\n"
    if fixed:
        edits.append((offset, len(name)))

if exported and yaml:
    Path(exported).write_text(f"---\nMainSourceFile: '{path}'\nDiagnostics:\n{yaml}...\n")
if "--fix" in options:
    for offset, length in reversed(edits):
        text = text[:offset] + NEW + text[offset + length:]
    path.write_text(text + ("// differs\n" if FAKE == "differ" else ""))
    if FAKE == "header":
        (path.parent / "sock.h").write_text("#define SOCK 2\n")
