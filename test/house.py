#!/usr/bin/env python3
"""The rules of the house, as tests.

    house.py [ROOT]

A rule is a function that takes the tree and yields one sentence for each place
that breaks it. Each rule is also shown to fail: harness/house_cases.py has a
small tree that keeps all rules, and for each rule trees that break it.
"""

import re
import sys
import tempfile
from pathlib import Path

from harness.expectations import marks_in
from harness.house_cases import BROKEN, KEPT
from harness.report import Report
from harness.tree import Tree, code_of

PREFIX = "freethreading-"
CHECK_LINES, LIB_LINES = 250, 500
SPDX = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
HEADINGS = ["Why it is a hazard", "Example", "When it stays silent", "Fix safety", "Known limits",
            "Options", "References"]
TABLE_HEAD = "| default | fix | needs | since |"
# A room may only ask the rooms before it.
ROOMS = ["Syntax", "CApi", "Flow", "Roles", "Sharing", "Guards", "Ownership", "FixIt"]
SHARED_BY_CHECKS = ("Check.cpp", "Module.cpp")
CXX = ("checks/*.cpp", "checks/*.h", "lib/**/*.cpp", "lib/**/*.h")


def rows(tree):
    """(class, name) of each row of Checks.def."""
    return re.findall(r'^CHECK\((\w+),\s*"([^"]+)"', tree.read("checks/Checks.def"), re.M)


def stems(tree):
    return [name.removeprefix(PREFIX) for _, name in rows(tree)]


def reasons(tree):
    return re.findall(r'^REASON\((\w+),\s*"((?:[^"\\]|\\.)*)"\)', tree.read("lib/FixIt/Reasons.def"), re.M)


def list_of_checks(tree):
    """Checks.def: sorted by name, unique, one stem everywhere."""
    names = [name for _, name in rows(tree)]
    if names != sorted(set(names)):
        yield "checks/Checks.def: the rows are not sorted by name, or not unique"
    for check, name in rows(tree):
        if not re.fullmatch(PREFIX + "[a-z]+(-[a-z]+)*", name):
            yield f"checks/Checks.def: '{name}' is not {PREFIX}words-with-hyphens"
        camel = "".join(word.capitalize() for word in name.removeprefix(PREFIX).split("-"))
        if check != camel:
            yield f"checks/Checks.def: {name} is made by {check}, not by {camel}"


def has_fixes(tree, stem):
    """Whether the page's table promises fixes; a check may have none by design."""
    path = f"docs/checks/{stem}.md"
    row = re.search(r"^\| default \| fix \|.*\n\|[-| :]+\|\n\|[^|]*\|([^|]*)\|", tree.read(path), re.M) if tree.exists(path) else None
    return not row or row[1].strip() != "none"


def checks_are_whole(tree):
    """Each check has its source, its page, and tests of every kind."""
    for check, name in rows(tree):
        stem = name.removeprefix(PREFIX)
        for path in (f"checks/{check}.cpp", f"docs/checks/{stem}.md"):
            if not tree.exists(path):
                yield f"{name}: {path} is missing"
        tests = tree.under(f"test/checks/{stem}/*.c", f"test/checks/{stem}/*.cpp")
        kinds = {mark.kind for path in tests for mark in marks_in(path, tree.read(path))}
        if "warn" not in kinds:
            yield f"{name}: no test has a '// warn:' mark"
        fixes = has_fixes(tree, stem)
        if fixes and "no fix" not in kinds:
            yield f"{name}: no test has a '// no fix:' mark"
        if not any(Path(path).name.startswith("ok_") for path in tests):
            yield f"{name}: no ok_ file shows where it is silent"
        if fixes and not any(re.search(r"\.(fixed|review)\.", path) for path in tests):
            yield f"{name}: no golden shows a fix"


def no_orphans(tree):
    """Each source, page, test folder and golden belongs to something."""
    classes = [check for check, _ in rows(tree)]
    for path in tree.under("checks/*.cpp"):
        if Path(path).name not in SHARED_BY_CHECKS and Path(path).stem not in classes:
            yield f"{path}: no row of Checks.def"
    for path in tree.under("docs/checks/*.md"):
        if Path(path).stem not in stems(tree):
            yield f"{path}: no row of Checks.def"
    for path in tree.under("test/checks/*/*"):
        if Path(path).parent.name not in stems(tree):
            yield f"{path}: no row of Checks.def"
        source = re.sub(r"\.(fixed|review)(\.\w+)$", r"\2", path)
        if not tree.exists(source):
            yield f"{path}: a golden without {source}"


def pages_have_headings(tree):
    """A check's page: title, table, and the headings in their order."""
    for path in tree.under("docs/checks/*.md"):
        text = tree.read(path)
        if not text.startswith(f"# {PREFIX}{Path(path).stem}\n"):
            yield f"{path}: the title is not '# {PREFIX}{Path(path).stem}'"
        if TABLE_HEAD not in text:
            yield f"{path}: no table '{TABLE_HEAD}'"
        found = re.findall(r"^## (.*)$", text, re.M)
        if found != HEADINGS:
            yield f"{path}: the headings are {found}, not {HEADINGS}"


def messages_keep_the_convention(tree):
    """Messages and reasons: lower-case, no final period, code in '...'."""
    texts = [("lib/FixIt/Reasons.def", text) for _, text in reasons(tree)]
    for path in tree.under("checks/*.cpp"):
        code = "\n".join(code_of(line) for _, line in tree.lines(path) if not line.startswith("#"))
        joined = re.sub(r'"\s*\n\s*"', "", code)
        texts += [(path, text) for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', joined) if " " in text]
    for path, text in texts:
        if re.match(r"\s*[A-Z](?!\w*_)", text) and path != "checks/Module.cpp":
            yield f"{path}: starts with a capital: \"{text}\""
        if text.rstrip().endswith(".") and path != "checks/Module.cpp":
            yield f"{path}: ends with a period: \"{text}\""
        if "`" in text or '\\"' in text:
            yield f"{path}: code is quoted with '...': \"{text}\""


def api_names_are_facts(tree):
    """No check asks for a name of the C API, and nobody matches on one."""
    for path in tree.under(*CXX):
        for number, line in tree.lines(path):
            code = code_of(line)
            if re.search(r"has(Any)?Name\(", code):
                yield f"{path}:{number}: hasName: the recogniser of lib/CApi finds uses"
            if path.startswith("checks/") and re.search(r'"_?Py\w+"', code):
                yield f"{path}:{number}: a name of the C API: facts are rows of CApi.def"


def rooms_keep_their_work(tree):
    """Text is read in lib/FixIt and lib/CApi, edits are made by plans, only report() speaks."""
    for path in tree.under(*CXX):
        room = Path(path).parts[1]
        for number, line in tree.lines(path):
            code = code_of(line)
            if "Lexer" in code and room not in ("CApi", "FixIt") and path != "lib/Precompiled.h":
                yield f"{path}:{number}: Lexer outside lib/FixIt and lib/CApi"
            if "getParents(" in code:
                yield f"{path}:{number}: getParents() reads the whole translation unit: ask Function::parents()"
            if "FixItHint" in code and room != "FixIt" and path != "checks/Check.cpp":
                yield f"{path}:{number}: FixItHint outside lib/FixIt and checks/Check.cpp"
            if re.search(r"\bdiag\(", code) and path != "checks/Check.cpp":
                yield f"{path}:{number}: diag() outside checks/Check.cpp"
            if re.search(r"\b(errs|outs|dbgs)\(\)|\bf?printf\(|std::c(out|err)", code):
                yield f"{path}:{number}: writes: lib and checks return values"


def rooms_ask_downwards(tree):
    """A room includes only the rooms before it; lib does not know the checks."""
    for path in tree.under("lib/**/*.cpp", "lib/**/*.h"):
        room = Path(path).parts[1]
        for number, line in tree.lines(path):
            match = re.match(r'#include "(?:(\w+)/)?(\w+\.h)"', line)
            if not match:
                continue
            asked, header = match.groups()
            if room in ROOMS and asked in ROOMS and ROOMS.index(asked) > ROOMS.index(room):
                yield f"{path}:{number}: lib/{room} must not ask lib/{asked}"
            if header == "Check.h" or asked == "checks":
                yield f"{path}:{number}: lib must not know the checks"


def files_are_small(tree):
    """A check has at most 250 lines, a file of lib 500."""
    for path in tree.under(*CXX):
        cap = CHECK_LINES if path.startswith("checks/") else LIB_LINES
        length = tree.read(path).count("\n")
        if length > cap:
            yield f"{path}: {length} lines, at most {cap}"


def facts_are_sorted(tree):
    """CApi.def: sorted by name in byte order, unique."""
    names = re.findall(r'^FACT\("?([\w.]+)"?,', tree.read("lib/CApi/CApi.def"), re.M)
    if not names:
        yield "lib/CApi/CApi.def: no rows found"
    for before, after in zip(names, names[1:]):
        if not before.encode() < after.encode():
            yield f"lib/CApi/CApi.def: {after} after {before}"


def reasons_are_documented(tree):
    """Each reason for refusing a fix stands on a check's page, word for word."""
    pages = "\n".join(tree.read(path) for path in tree.under("docs/checks/*.md"))
    if not reasons(tree):
        yield "lib/FixIt/Reasons.def: no rows found"
    for name, text in reasons(tree):
        if text not in re.sub(r"\s+", " ", pages):
            yield f"lib/FixIt/Reasons.def: {name}: no page says \"{text}\""


def reasons_are_tested(tree):
    """Each reason for refusing a fix is the '// no fix:' mark of a test."""
    marks = {mark.text for path in tree.under("test/checks/*/*")
             for mark in marks_in(path, tree.read(path)) if mark.kind == "no fix"}
    # What a file of a check-out cannot be, such as read-only, has a test of its own.
    marks |= {line.split("no fix: ", 1)[1].strip() for path in tree.under("test/tools/*.test")
              for _, line in tree.lines(path) if "no fix: " in line}
    for name, text in reasons(tree):
        if not any(mark in text or text in mark for mark in marks):
            yield f"lib/FixIt/Reasons.def: {name}: no test is marked '// no fix: {text}'"


def nothing_of_this_machine(tree):
    """No path of a machine, no registry's host in a tracked file."""
    # A path starts where no path goes on: `src/tmp/x` is somebody's own folder.
    machine = re.compile(r"(?<![\w.%}*/-])/(?:root|home|tmp|work|Users|mnt)/[\w.]")
    hosts = re.compile(r"pypi\.org|pythonhosted\.org|deb\.debian\.org|crates\.io|npmjs\.", re.I)
    for path in tree.paths:
        for number, line in tree.lines(path):
            for what, pattern in (("a path of a machine", machine), ("a registry's host", hosts)):
                if match := pattern.search(line):
                    yield f"{path}:{number}: {what}: {match[0]}"


def text_is_tidy(tree):
    """No trailing white space, no tabs in C++ or Python, one newline at the end."""
    # An empty last column of a .tsv is a tab at the end.
    for path in tree.paths:
        text = tree.read(path)
        if "\0" in text:
            continue
        for number, line in tree.lines(path):
            if line != line.rstrip() and not path.endswith(".tsv"):
                yield f"{path}:{number}: white space at the end"
            if "\t" in line and Path(path).suffix in (".cpp", ".h", ".def", ".py"):
                yield f"{path}:{number}: a tab"
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            yield f"{path}: must end with one newline"


def files_say_their_licence(tree):
    """Each C++ file of ours has the SPDX line in its header comment."""
    for path in tree.under(*CXX, "lib/**/*.def", "checks/*.def", "tools/**/*.cpp", "test/lib/*.cpp",
                           "test/lib/*.h"):
        if SPDX not in "\n".join(tree.read(path).split("\n")[:8]):
            yield f"{path}: no line '{SPDX}'"


def nouns_have_a_room(tree):
    """No Utils, Helpers or Manager: a helper lives with the noun it serves."""
    for path in tree.paths:
        # A table is named after the release that it is about.
        if Path(path).suffix != ".tsv" and re.search(r"(util|helper|manager|common|misc)s?\b", Path(path).stem, re.I):
            yield f"{path}: name the file after a noun"
    for path in tree.under(*CXX):
        for number, line in tree.lines(path):
            if re.search(r"\b(class|struct|namespace)\s+\w*(Utils?|Helpers?|Manager)\b(?!;)", code_of(line)):
                yield f"{path}:{number}: name it after a noun"


RULES = [list_of_checks, checks_are_whole, no_orphans, pages_have_headings, messages_keep_the_convention,
         api_names_are_facts, rooms_keep_their_work, rooms_ask_downwards, files_are_small, facts_are_sorted,
         reasons_are_documented, reasons_are_tested, nothing_of_this_machine, text_is_tidy,
         files_say_their_licence, nouns_have_a_room]


def broken_by(rule, files):
    """What the rule says of a tree with these files."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            file = Path(root, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return list(rule(Tree(root)))


def test_the_rules(report):
    """The kept tree keeps every rule; each broken tree breaks its rule."""
    for rule in RULES:
        report.add(f"house rule {rule.__name__} is kept where nothing is wrong", broken_by(rule, KEPT))
        cases = BROKEN.get(rule.__name__, [])
        blind = [f"says nothing about {sorted(case)}" for case in cases if not broken_by(rule, {**KEPT, **case})]
        report.add(f"house rule {rule.__name__} can fail", blind if cases else ["no broken tree"])


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1]
    tree, report = Tree(root), Report()
    for rule in RULES:
        report.add(f"{rule.__name__}: {rule.__doc__}", list(rule(tree)))
    test_the_rules(report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
