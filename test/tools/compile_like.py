"""compile_like.py BUILD MODEL SOURCE: SOURCE compiles as the build compiles MODEL.

With the same flags and the same precompiled header, and warnings as errors.
"""

import json
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness.buildtree import BuildTree

build, model, source = sys.argv[1:]
tree = BuildTree(build)
commands = json.loads((tree.path / "compile_commands.json").read_text())
command = next(c for c in commands if c["file"] == str(tree.source / model))
arguments = shlex.split(command["command"])
output = arguments.index("-o")
del arguments[output : output + 2]
arguments[arguments.index("-c") :] = ["-fsyntax-only", "-Werror", source]
sys.exit(subprocess.run(arguments, cwd=command["directory"]).returncode)
