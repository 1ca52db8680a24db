#!/usr/bin/env python3
"""Opens a file in ftidy-clangd and prints what an editor gets.

    show.py BUILD FILE

Diagnostics as `LINE: CODE: MESSAGE`, then the refactorings offered at each
diagnostic as `LINE: TITLE`. Files beside FILE configure clangd.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.buildtree import BuildTree
from harness.lsp import Client


def main():
    tree, path = BuildTree(sys.argv[1]), Path(sys.argv[2]).resolve()
    with Client(tree.clangd, path.parent) as client:
        diagnostics = client.open(path)
        for found in diagnostics:
            line = found["range"]["start"]["line"] + 1
            print(f"{line}: {found.get('code')}: {found['message'].splitlines()[0]}")
        for found in diagnostics:
            for action in client.actions(found["range"], "refactor"):
                print(f"{found['range']['start']['line'] + 1}: {action['title']}")


if __name__ == "__main__":
    main()
