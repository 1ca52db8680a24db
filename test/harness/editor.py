"""Fixes a test file the way somebody at an editor does: opens it in
ftidy-clangd, takes every quick fix, one after the other.

The project that clangd sees holds the file, a compile_flags.txt and a
.clang-tidy that enables the check. There is no .clangd.
"""

import json

from .fixes import diff, golden_bytes
from .lsp import Client, LanguageServerError

MAX_FIXES = 50


class Editor:
    def __init__(self, tree, check, workspace, flags, options):
        self.tree, self.check, self.workspace = tree, check, workspace
        self.flags, self.options = flags, options

    def take_quick_fixes(self, level, warned_lines):
        """How many quick fixes there were, and what is wrong with them."""
        try:
            return self._take(level, sorted(warned_lines))
        except LanguageServerError as error:
            return 0, [f"clangd: {error}"]

    def _open_project(self, level):
        source = self.workspace.source
        path = self.workspace.copy(f"{level}-clangd", source.read_bytes())
        (path.parent / "compile_flags.txt").write_text("".join(f"{flag}\n" for flag in self.flags))
        # JSON is YAML.
        options = {**self.options, "FixLevel": level}
        (path.parent / ".clang-tidy").write_text(json.dumps({"Checks": f"-*,{self.check}",
                                                             "CheckOptions": options}))
        return path

    def _take(self, level, warned_lines):
        path = self._open_project(level)
        golden, golden_name = golden_bytes(self.workspace.source, level)
        taken = 0
        with Client(self.tree.clangd, path.parent) as client:
            found = self._ours(client.open(path))
            lines = sorted(d["range"]["start"]["line"] + 1 for d in found)
            if lines != warned_lines:
                return taken, [f"clangd: {self.check} on lines {lines}, marked are {warned_lines}"]
            while fixes := [fix for d in found for fix in client.quick_fixes(d)]:
                taken += 1
                if taken > MAX_FIXES:
                    return taken, [f"clangd: quick fixes do not come to an end: {fixes[0]['title']}"]
                found = self._ours(client.apply(fixes[0]))
        if client.text == golden:
            return taken, []
        return taken, [f"clangd's quick fixes of FixLevel={level} do not give {golden_name}:\n"
                       + diff(golden, client.text, golden_name, "clangd")]

    def _ours(self, diagnostics):
        return [d for d in diagnostics if d.get("code") == self.check]
