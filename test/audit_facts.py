#!/usr/bin/env python3
# ===- audit_facts.py - CApi.def against the audited table -----------------===//
#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===-----------------------------------------------------------------------===//
"""Compares every row of lib/CApi/CApi.def with capi_functions.tsv.

The table is what was collected about the C API: one line an API, in words. This
script says what a line means in CApi.def's columns, and compares. An intended
difference stands in facts_differences.tsv: name, column, sentence. A difference
without a sentence, and a sentence without a difference, are errors.
"""

import argparse
import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent

# The order of the columns in CApi.def.
COLUMNS = ("Name Kind Returns From Args Outs Hazards Runs Thread Flags Since "
           "RemovedIn LimitedSince Twin Cure").split()

# At most one of them in a row's Flags.
LENDING = {"Fresh", "Immutable", "PerThread", "AsArgument", "ProvesImmutable",
           "ProvesNone"}

KINDS = {"function": "Function", "static-inline": "StaticInline",
         "macro": "Macro", "member": "Member"}

RETURNS = {"new": "New", "borrowed": "Borrowed",
           "borrowed-from-immutable": "BorrowedImmutable",
           "same-object": "Argument"}

RUNS = {"no": "Nothing", "alloc-only": "AllocOnly", "decref": "Finalizers",
        "hash-eq": "HashEq", "hash-eq (+decref)": "HashEq",
        "yes": "Anything", "unclassified": "Anything"}

THREADS = {
    "": "None", "detaches": "Detaches", "attaches": "Attaches",
    "attaches other tstate": "Attaches",
    # PyThreadState_Swap does either, depending on its argument.
    "attaches/detaches": "MayDetach",
    "may detach": "MayDetach",
    "detaches while blocked": "MayDetach",
    "detaches while blocked; suspends outer sections": "MayDetach",
    "may block resuming the outer section": "MayDetach",
    "blocks WITHOUT detaching": "Blocks",
    "stops the world (3.14+)": "StopsTheWorld",
    "stops the world (free-threaded)": "StopsTheWorld",
}

# Lines of the table that stand for several members. CApi.def has one row for
# each member that some header of 3.6 to 3.13 declares.
MEMBERS = {
    "PyFunctionObject.func_*": r"PyFunctionObject\.func_\w+",
    "PyTypeObject.tp_* (write)": r"PyTypeObject\.tp_\w+",
    "PyHeapTypeObject.ht_name/ht_qualname":
        r"PyHeapTypeObject\.ht_(qual)?name",
    "PyFrameObject.f_*": r"PyFrameObject\.f_\w+",
    "PyThreadState.* (other than interp)": r"PyThreadState\.\w+",
    "PyBaseExceptionObject.*": r"PyBaseExceptionObject\.\w+",
    "PySliceObject.start/stop/step": r"PySliceObject\.(start|stop|step)",
    "PyUnicodeObject/PyASCIIObject internals":
        r"Py(ASCII|CompactUnicode|Unicode)Object\.\w+",
}


def parse_def(path):
    """The rows of CApi.def: name -> {column: text}, strings unquoted."""
    rows = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.startswith("FACT("):
            continue
        match = re.fullmatch(r"FACT\((.*)\)", line)
        fields = match and re.findall(r'"(?:[^"\\]|\\.)*"|[^\s,"][^,"]*',
                                      match.group(1))
        if not fields or len(fields) != len(COLUMNS):
            sys.exit(f"{path}:{number}: not a row of {len(COLUMNS)} columns")
        row = {c: f[1:-1].replace('\\"', '"') if f[0] == '"' else f.strip()
               for c, f in zip(COLUMNS, fields)}
        if len(LENDING & set(row["Flags"].split(" | "))) > 1:
            sys.exit(f"{path}:{number}: two values of Lending")
        if row["Name"] in rows:
            sys.exit(f"{path}:{number}: second row of {row['Name']}")
        rows[row["Name"]] = row
    return rows


def since(text):
    """3.6 and older is "in every version"; point releases do not count."""
    if text == "next":
        return "3.15"
    minor = re.match(r"3\.(\d+)", text)
    return minor.group(0) if minor and int(minor.group(1)) > 6 else ""


def removed(line):
    found = re.search(r"3\.\d+", line["removed_in"]) or re.search(
        r"removed\(<?=?(3\.\d+)\)", line["ft_hazard"])
    return found.group(found.lastindex or 0) if found else ""


def stolen(text):
    """Argument index -> the letters that say what the table's words say."""
    if text in ("", "args of format 'N'"):
        return {}
    letters = {}
    for index in re.findall(r"(\*?\d)", text.split("(")[0]):
        # *0 is a reference that is replaced in place: an out-parameter.
        letters[int(index.lstrip("*"))] = "O" if index[0] == "*" else "S-"
    if "success only" in text:
        letters = {index: "s" for index in letters}
    if "releases old 0" in text:
        letters[0] = "-"
    return letters


def hazards(line):
    words = line["ft_hazard"].split(";")
    found = set()
    if "borrowed" in words:
        found.add("BorrowsFromMutable")
    if "not-thread-safe" in words:
        found.add("unlocked")
    return found


def expected(line, names):
    """Column -> set of accepted values, from one line of the table."""
    want = {
        "Kind": {KINDS[line["kind"]]},
        "Returns": {RETURNS.get(line["returns"], "Other")},
        "Runs": {RUNS[line["runs_code"]]},
        "Thread": {THREADS[line["thread_state"]]},
        "TraverseOk": {line["traverse_ok"]},
        "InCompat": {line["in_pythoncapi_compat"]},
        "Since": {since(line["since"])},
        "RemovedIn": {removed(line)},
        "LimitedSince": {since(line["limited_api_since"])},
    }
    if line["limited_api_since"]:
        # The limited API began with 3.2: a version, not "never".
        want["LimitedSince"] = {
            re.match(r"3\.\d+", line["limited_api_since"]).group(0)}
    borrowed_from = re.match(r"\d", line["borrowed_from"])
    want["From"] = {borrowed_from.group(0) if borrowed_from else "-1"}
    replacement = line["replacement"]
    if replacement in names:
        want["Twin"] = {replacement}
    elif replacement and not replacement.startswith("("):
        want["Cure"] = {"words"}
    elif not replacement:
        want["Twin"] = {""}
    return want


def actual(row):
    """The same columns as `expected`, from one row of CApi.def."""
    have = dict(row)
    flags = row["Flags"].split(" | ")
    have["TraverseOk"] = "yes" if "TraverseOk" in flags else "no"
    have["InCompat"] = "yes" if "InCompat" in flags else "no"
    have["Cure"] = "words" if row["Cure"] or row["Twin"] else ""
    return have


def differing(line, row, names):
    """The columns in which a row does not say what its line says."""
    want, have = expected(line, names), actual(row)
    for column, values in want.items():
        if have[column] not in values:
            yield column, "/".join(sorted(values)), have[column]
    letters = stolen(line["steals_args"])
    for index, accepted in letters.items():
        if row["Args"][index:index + 1] not in tuple(accepted):
            yield "Args", f"{accepted} at {index}", row["Args"]
    for index, letter in enumerate(row["Args"]):
        if letter in "Ss" and index not in letters:
            yield "Args", f"nothing stolen at {index}", row["Args"]
    have_hazards = set(row["Hazards"].split(" | ")) - {"NoHazard"}
    have_hazards = {"unlocked" if h.endswith("Unlocked") else h
                    for h in have_hazards}
    if have_hazards != hazards(line):
        yield ("Hazards", " | ".join(sorted(hazards(line))) or "none",
               row["Hazards"])
    said = re.search(r"out arg([\d,]+) is a new reference", line["note"])
    outs = set(re.findall(r"(\d):new", row["Outs"]))
    in_place = {str(i) for i, letter in letters.items() if letter == "O"}
    if outs - in_place != set(said.group(1).split(",") if said else ()):
        yield "Outs", said.group(1) if said else "none", row["Outs"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=pathlib.Path,
                        default=HERE.parent / "lib/CApi/CApi.def")
    parser.add_argument("--table", type=pathlib.Path,
                        default=HERE / "Inputs/capi_functions.tsv")
    parser.add_argument("--differences", type=pathlib.Path,
                        default=HERE / "Inputs/facts_differences.tsv")
    options = parser.parse_args()

    rows = parse_def(options.facts)
    with options.table.open(newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t",
                                    quoting=csv.QUOTE_NONE))
    with options.differences.open(newline="") as file:
        told = {}
        for entry in csv.DictReader(file, delimiter="\t",
                                    quoting=csv.QUOTE_NONE):
            if not (entry["sentence"] or "").endswith("."):
                sys.exit(f"{options.differences}: no sentence: {entry}")
            if (entry["name"], entry["column"]) in told:
                sys.exit(f"{options.differences}: said twice: {entry}")
            told[entry["name"], entry["column"]] = entry["sentence"]

    # An exact name wins over a line that stands for several members.
    lines = {line["name"]: line for line in table}
    for name, pattern in MEMBERS.items():
        line = lines.pop(name)
        for row in rows:
            if re.fullmatch(pattern, row):
                lines.setdefault(row, line)

    found = {}
    for name, line in lines.items():
        if name not in rows:
            found[name, "row"] = "the table has it, CApi.def has not"
            continue
        for column, want, have in differing(line, rows[name], set(lines)):
            found[name, column] = f"the table says {want!r}, CApi.def {have!r}"
    for name in rows:
        if name not in lines:
            found[name, "row"] = "CApi.def has it, the table has not"

    errors = [f"{n}: {c}: {t}" for (n, c), t in found.items()
              if (n, c) not in told]
    errors += [f"{n}: {c}: listed as different, but it is not"
               for n, c in told if (n, c) not in found]
    for error in errors:
        print(error)
    print(f"{len(rows)} rows, {len(table)} lines of the table, "
          f"{len(found)} differences, {len(told)} with a sentence, "
          f"{len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
