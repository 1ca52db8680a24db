# lit's configuration. test/checks has a format of its own (no RUN lines, see
# harness/litformat.py); all else are ordinary .test files with RUN lines.

import os
import shutil
import sys

import lit.formats

sys.path.insert(0, os.path.dirname(__file__))
from harness.buildtree import BuildTree
from harness.headers import mock_headers, real_headers

tree = BuildTree(config.ftidy_build)
config.name = "ftidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test"]
config.excludes = ["Inputs", "harness"]
config.test_source_root = str(tree.test)
config.test_exec_root = str(tree.scratch)
config.ftidy_long = bool(lit_config.params.get("long"))

config.environment["PATH"] = os.pathsep.join([str(tree.llvm_tools), config.environment.get("PATH", "")])
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"
config.environment["FTIDY_CACHE"] = str(tree.scratch / "command-cache")
for name in ("HOME", "PYENV_ROOT", "FTIDY_PYTHON_INCLUDES"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

# Longer names first: %ftidy would match the start of them all.
config.substitutions += [
    ("%ftidy-clang-tidy", str(tree.tidy)),
    ("%ftidy-clangd", str(tree.clangd)),
    ("%ftidy", str(tree.command)),
    ("%libftidy", str(tree.plugin)),
    ("%clang-tidy", str(tree.llvm_tool("clang-tidy"))),
    ("%mock", str(mock_headers(tree.test).include)),
    ("%inputs", str(tree.test / "Inputs")),
    ("%checks", str(tree.test / "checks")),
    ("%python", sys.executable),
    ("%build", str(tree.path)),
    ("%llvm-major", str(tree.llvm_major)),
]

for headers in real_headers():
    config.available_features.add(headers.name)
if real_headers():
    config.available_features.add("python-headers")
    config.substitutions.append(("%newest-headers", str(real_headers()[-1].include)))
else:
    lit_config.note("no CPython headers found: tests that need them are skipped")

config.substitutions.append(("%kills", "1000" if config.ftidy_long else "6"))
for tool in ("pre-commit", "cmake", "ninja"):
    if shutil.which(tool):
        config.available_features.add(tool)

# A clang-tidy of another major, to see that the plugin refuses it.
for major in range(14, 40):
    other = shutil.which(f"clang-tidy-{major}")
    if other and major != tree.llvm_major and major >= 19:
        config.available_features.add("other-clang-tidy")
        config.substitutions += [("%other-clang-tidy", other), ("%other-major", str(major))]
        break

# Permission bits do not stop root, unless it gives up the right to ignore them.
if os.geteuid() != 0:
    config.available_features.add("permissions")
    config.substitutions.append(("%obeying-permissions", "env"))
elif shutil.which("setpriv"):
    config.available_features.add("permissions")
    rights = "-dac_override,-dac_read_search"
    config.substitutions.append(("%obeying-permissions",
                                 f"setpriv --bounding-set={rights} --inh-caps={rights}"))
