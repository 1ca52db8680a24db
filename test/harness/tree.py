"""The files of the repository, as the house rules see them."""

import subprocess
from functools import cached_property
from pathlib import Path

SKIPPED_FOLDERS = (".git", "__pycache__", ".cache")


class Tree:
    def __init__(self, root):
        self.root = Path(root)

    @cached_property
    def paths(self):
        """Every file that is or would be committed, relative, sorted."""
        listed = subprocess.run(["git", "-C", self.root, "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], capture_output=True, text=True)
        if listed.returncode == 0 and (self.root / ".git").exists():
            names = {name for name in listed.stdout.split("\0") if name}
        else:
            names = {str(p.relative_to(self.root)) for p in self.root.rglob("*") if p.is_file()}
        kept = {n for n in names if not set(Path(n).parts) & set(SKIPPED_FOLDERS)
                and not n.startswith("build")}
        return sorted(n for n in kept if (self.root / n).is_file())

    def under(self, *patterns):
        """The paths that fit one of the patterns: 'lib/**/*.cpp'."""
        wanted = {str(p.relative_to(self.root)) for pattern in patterns for p in self.root.glob(pattern)}
        return [p for p in self.paths if p in wanted]

    def read(self, path):
        return (self.root / path).read_text(errors="replace")

    def lines(self, path):
        return enumerate(self.read(path).split("\n"), 1)

    def exists(self, path):
        return (self.root / path).exists()


def code_of(line):
    """A line of C++ without its comment; enough for lines as clang-format makes them."""
    return line.split("//", 1)[0]
