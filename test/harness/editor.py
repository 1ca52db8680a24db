"""Fixes a test file the way somebody at an editor does: opens it in
ftidy-clangd, takes every quick fix, one after the other.

The project that clangd sees holds the file, a compile_flags.txt and a
.clang-tidy that enables the check. There is no .clangd.
"""

import json
import shutil
from pathlib import Path

from .fixes import diff, golden_bytes
from .lsp import Client

MAX_FIXES = 50


def make_project(source, folder, check, flags, options):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "compile_flags.txt").write_text("".join(f"{flag}\n" for flag in flags))
    # JSON is YAML.
    (folder / ".clang-tidy").write_text(json.dumps({"Checks": f"-*,{check}", "CheckOptions": options}))
    for header in source.parent.glob("*.h"):
        shutil.copy(header, folder)
    return Path(shutil.copy(source, folder))


def quick_fix_problems(tree, source, folder, check, flags, options, level, warned_lines):
    """What is wrong with clangd's diagnostics and quick fixes; how many it took."""
    path = make_project(source, folder, check, flags, {**options, "FixLevel": level})
    golden, golden_name = golden_bytes(source, level)
    taken = 0
    with Client(tree.clangd, folder) as client:
        diagnostics = client.open(path)
        lines = sorted(d["range"]["start"]["line"] + 1 for d in diagnostics if d.get("code") == check)
        if lines != sorted(warned_lines):
            return [f"clangd: {check} on lines {lines}, marked are {sorted(warned_lines)}: {diagnostics}"], taken
        while fixes := [f for d in diagnostics if d.get("code") == check for f in client.quick_fixes(d)]:
            taken += 1
            if taken > MAX_FIXES:
                return [f"clangd: quick fixes do not come to an end: {fixes[0]['title']}"], taken
            diagnostics = client.apply(fixes[0])
    if client.text != golden:
        return [f"clangd's quick fixes of FixLevel={level} do not give {golden_name}:\n"
                + diff(golden, client.text, golden_name, "clangd")], taken
    return [], taken
