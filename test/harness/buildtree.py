"""The build tree under test: where its outputs and LLVM's tools are.

CMake writes BUILD/test/site.json; everything else is derived from it.
"""

import json
from pathlib import Path


class BuildTree:
    def __init__(self, build):
        self.path = Path(build).resolve()
        site = self.path / "test" / "site.json"
        if not site.is_file():
            raise SystemExit(f"{site} is missing: configure the build tree with CMake first")
        values = json.loads(site.read_text())
        self.source = Path(values["source"])
        self.llvm_tools = Path(values["llvm_tools"])
        self.llvm_major = int(values["llvm_major"])
        self.test = self.source / "test"
        self.scratch = self.path / "test"
        self.tidy = self.path / "bin" / "ftidy-clang-tidy"
        self.clangd = self.path / "bin" / "ftidy-clangd"
        self.command = self.path / "bin" / "ftidy"
        self.plugin = self.path / "lib" / "libftidy.so"
        self.unittests = self.path / "bin" / "ftidy-unittests"

    def llvm_tool(self, name):
        """An LLVM tool of the major that the build tree was made for."""
        return self.llvm_tools / name

    def lit(self):
        """lit, as the command to run it with."""
        llvm = self.llvm_tools.parent
        for place in (self.llvm_tools / "lit",
                      llvm / "utils" / "lit" / "lit.py",
                      llvm / "build" / "utils" / "lit" / "lit.py"):
            if place.is_file():
                return place
        raise SystemExit(f"lit is missing: install llvm-{self.llvm_major}-tools")
