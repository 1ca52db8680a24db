#!/usr/bin/env python3
"""Commits into a repository that uses the hooks of .pre-commit-hooks.yaml.

    committed.py FTIDY FOLDER

FOLDER/project has bad.c, not_staged.c, good.c and text.txt.
"""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2]
ftidy, top = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
project, hooks = top / "project", top / "hooks"
environment = {**os.environ, "PATH": f"{ftidy.parent}{os.pathsep}{os.environ['PATH']}", "PRE_COMMIT_HOME": str(top / "home"),
               "HOME": str(top), "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "t",
               "GIT_COMMITTER_EMAIL": "t@example.org", "GIT_CONFIG_NOSYSTEM": "1"}


def git(*arguments, folder=project, code=0):
    got = subprocess.run(["git", *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True)
    assert got.returncode == code, f"git {' '.join(arguments)}: {got.returncode}\n{got.stdout}"
    return got.stdout


def use(hook):
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n")
    git("add", ".pre-commit-config.yaml")


hooks.mkdir()
(hooks / ".pre-commit-hooks.yaml").write_bytes((SOURCE / ".pre-commit-hooks.yaml").read_bytes())
for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "hooks"]):
    git(*command, folder=hooks)
revision = git("rev-parse", "HEAD", folder=hooks).strip()

git("init", "-q")
subprocess.run(["pre-commit", "install"], cwd=project, env=environment, check=True, stdout=subprocess.DEVNULL)
bad = (project / "bad.c").read_bytes()

use("ftidy-check")
git("add", "good.c", "text.txt", "pyproject.toml")
said = git("commit", "-m", "clean")
assert "ftidy check" in said and "Passed" in said, said

git("add", "bad.c")
said = git("commit", "-m", "bad", code=1)
assert "bad.c:5:" in said and "Failed" in said and "not_staged.c" not in said, said
assert (project / "bad.c").read_bytes() == bad

use("ftidy-fix")
said = git("commit", "-m", "fixed", code=1)
assert "files were modified by this hook" in said, said
assert b"PyList_GetItemRef" in (project / "bad.c").read_bytes()
assert (project / "not_staged.c").read_bytes() == bad
git("add", "bad.c")
said = git("commit", "-m", "fixed")
assert "Passed" in said, said
assert "not_staged.c" in git("status", "--porcelain")
