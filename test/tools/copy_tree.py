"""copy_tree.py BUILD FOLDER: what tools/new-check reads and writes, copied there."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness.buildtree import BuildTree

source, copy = BuildTree(sys.argv[1]).source, Path(sys.argv[2])
shutil.rmtree(copy, ignore_errors=True)
for folder in ("checks", "docs/checks", "test/checks", "tools"):
    shutil.copytree(source / folder, copy / folder)
shutil.copy(source / "CMakeLists.txt", copy)
