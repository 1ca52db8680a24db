#!/usr/bin/env python3
"""Makes wrong traverse functions out of right ones, and sees that each is found.

    mutants.py BUILD [--show]

Each mutation puts one forbidden thing into one of the right functions of
originals.c and originals.cpp: directly, through a function, in a function that a
table of slots, a module or an assignment names, or as a C++ object. Which
mutation goes into which function is drawn from a fixed seed. The originals must
be silent; of the mutants at least REQUIRED must be found, each in its own lines.
"""

import argparse
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from harness.buildtree import BuildTree  # noqa: E402
from harness.headers import mock_headers  # noqa: E402
from harness.report import Report  # noqa: E402
from harness.tidy import run_tidy  # noqa: E402

SEED = 20
MUTANTS, IN_CXX, REQUIRED = 60, 16, 58
CHECKS = "freethreading-traverse-*"

# `FIELD` is the field that the function visits, `OBJECT` the object. A mutation
# takes the line with the visit and gives lines instead, and what stands in front of
# the function.
AROUND = {
    "incref, decref": "Py_XINCREF(FIELD); VISIT Py_XDECREF(FIELD);",
    "incref": "Py_XINCREF(FIELD); VISIT",
    "decref": "VISIT Py_XDECREF(FIELD);",
    "new reference": "PyObject *held = Py_XNewRef(FIELD); Py_VISIT(held); Py_XDECREF(held);",
    "clear": "VISIT Py_CLEAR(FIELD);",
    "setref": "VISIT Py_XSETREF(FIELD, NULL);",
    "attribute": 'PyObject *d = PyObject_GetAttrString(OBJECT, "__dict__"); Py_VISIT(d); Py_XDECREF(d);',
    "list": "PyObject *l = PyList_New(0); VISIT (void)l;",
    "integer": "PyObject *n = PyLong_FromLong(1); VISIT (void)n;",
    "string": 'PyObject *s = PyUnicode_FromString("x"); VISIT (void)s;',
    "call": "PyObject *r = PyObject_CallObject(FIELD, NULL); VISIT (void)r;",
    "lookup": "if (PyDict_GetItemWithError(FIELD, OBJECT)) { VISIT }",
    "truth": "if (PyObject_IsTrue(FIELD)) { VISIT }",
    "iterator": "PyObject *i = PyObject_GetIter(FIELD); VISIT (void)i;",
    "sequence": "PyObject *f = PySequence_GetItem(FIELD, 0); VISIT (void)f;",
    "length": "if (PyObject_Size(FIELD) > 0) { VISIT }",
    "error set": 'PyErr_SetString(PyExc_ValueError, "x"); VISIT',
    "error cleared": "VISIT PyErr_Clear();",
    "memory": "void *m = PyMem_Malloc(8); VISIT PyMem_Free(m);",
    "object memory": "void *m = PyObject_Malloc(8); VISIT PyObject_Free(m);",
    "untrack": "PyObject_GC_UnTrack(OBJECT); VISIT",
    "track": "VISIT PyObject_GC_Track(OBJECT);",
    "mutex": "PyMutex_Lock(&mutex); VISIT PyMutex_Unlock(&mutex);",
    "thread lock": "PyThread_acquire_lock(lock, WAIT_LOCK); VISIT PyThread_release_lock(lock);",
    "pthread": "pthread_mutex_lock(&native); VISIT pthread_mutex_unlock(&native);",
    "section": "Py_BEGIN_CRITICAL_SECTION(OBJECT); VISIT Py_END_CRITICAL_SECTION();",
    "gil state": "PyGILState_STATE state = PyGILState_Ensure(); VISIT PyGILState_Release(state);",
    "detached": "Py_BEGIN_ALLOW_THREADS VISIT Py_END_ALLOW_THREADS",
    "collect": "PyGC_Collect(); VISIT",
    "weak references": "PyObject_ClearWeakRefs(OBJECT); VISIT",
    "left out": ";",
}
THROUGH = {
    "function increfs": ("static PyObject *take_NR(PyObject *o) { Py_XINCREF(o); return o; }",
                         "PyObject *held = take_NR(FIELD); Py_VISIT(held);"),
    "function of a function": ("static void in_NR(PyObject *o) { Py_XDECREF(o); }\n"
                               "static void out_NR(PyObject *o) { in_NR(o); }",
                               "VISIT out_NR(FIELD);"),
    "function locks": ("static void take_NR(void) { PyMutex_Lock(&mutex); }", "take_NR(); VISIT"),
    "function makes": ("static PyObject *make_NR(void) { return PyDict_New(); }",
                       "PyObject *made = make_NR(); VISIT (void)made;"),
    "function visits": ("static int visit_NR(PyObject *o, visitproc visit, void *arg)"
                        " { Py_XINCREF(o); Py_VISIT(o); return 0; }",
                        "return visit_NR(FIELD, visit, arg);"),
    "function clears": ("static void clear_NR(void) { Py_CLEAR(cached); }", "clear_NR(); VISIT"),
    "function runs code": ('static int is_NR(PyObject *o) { return PyObject_HasAttrString(o, "x"); }',
                           "if (is_NR(FIELD)) { VISIT }"),
}
# In C++ `HANDLE` is a member that owns a reference, `HANDLES` a vector of them.
OBJECTS = {
    "copy": ("", "object copy = HANDLE; Py_VISIT(copy.ptr());"),
    "copy by auto": ("", "auto copy = HANDLE; Py_VISIT(copy.ptr());"),
    "copies in a loop": ("", "for (auto item : HANDLES) { Py_VISIT(item.ptr()); }"),
    "copies of a type": ("", "for (object item : HANDLES) { Py_VISIT(item.ptr()); }"),
    "copy of all": ("", "auto all = HANDLES; for (auto &item : all) { Py_VISIT(item.ptr()); }"),
    "temporary": ("", "if (int r = visit(object(HANDLE).ptr(), arg)) return r;"),
    "returned": ("static object give_NR(const object &o) { return o; }",
                 "const object &bound = give_NR(HANDLE); Py_VISIT(bound.ptr());"),
    "inc_ref": ("", "HANDLE.inc_ref(); Py_VISIT(HANDLE.ptr());"),
    "dec_ref": ("", "Py_VISIT(HANDLE.ptr()); HANDLE.dec_ref();"),
    "static": ("static int count_NR() { return 1; }",
               "static const int count = count_NR(); if (count) { Py_VISIT(HANDLE.ptr()); }"),
    "copy in a struct": ("struct Pair_NR { object first; int second; };",
                         "Pair_NR pair{HANDLE, 1}; Py_VISIT(pair.first.ptr());"),
    "lock guard": ("", "std::lock_guard<std::mutex> held(native); Py_VISIT(HANDLE.ptr());"),
    "lock": ("", "native.lock(); Py_VISIT(HANDLE.ptr()); native.unlock();"),
    "lambda": ("", "const auto take = [](const object &o) { Py_XINCREF(o.ptr()); return o.ptr(); };"
                   " Py_VISIT(take(HANDLE));"),
}
MARK = re.compile(r"^(?P<indent> *)Py_VISIT\((?P<field>[^;]*)\); // mutate: (?P<kind>\w+) (?P<object>\w+)$", re.M)


def mutations(language):
    """(name, what stands before, what stands instead of the visit)."""
    if language == "cpp":
        return [(name, *both) for name, both in OBJECTS.items()]
    return [(name, "", lines) for name, lines in AROUND.items()] + [
        (name, *both) for name, both in THROUGH.items()]


def fitting(name, parts):
    """The originals that this mutation can be put into: only a type tells that a visit is left out."""
    return [p for p in parts if name != "left out" or "_Type" in p[1] or "PyType_" in p[1] or "static PyTypeObject" in p[1]]


def units(text):
    """The parts of a file of originals: what all need, then one part a function."""
    head, *parts = re.split(r"^// original: (.*)\n", text, flags=re.M)
    return head, list(zip(parts[::2], parts[1::2]))


def mutated(part, number, before, instead):
    """The text of one original with a visit changed; its names get the number."""
    mark = MARK.search(part)
    field, owner = mark["field"], mark["object"]
    lines = instead.replace("VISIT", f"Py_VISIT({field});") if not instead.count("Py_VISIT") else re.sub(
        r"(?<!Py_)\bVISIT\b", f"Py_VISIT({field});", instead)
    lines = re.sub(r"\bFIELD\b", field, lines)
    lines = re.sub(r"\bOBJECT\b", owner, lines)
    handle = field.removesuffix(".ptr()")
    lines = re.sub(r"\bHANDLES\b", handle.rsplit("value", 1)[0] + "items", lines)
    lines = re.sub(r"\bHANDLE\b", handle, lines)
    code = part[:mark.start()] + mark["indent"] + lines + part[mark.end():]
    return (before + "\n" + code).replace("NR", str(number))


class File:
    """One translation unit with many mutants, each with the lines it covers."""

    def __init__(self, head, name):
        self.text, self.name, self.spans = head, name, []

    def add(self, label, code):
        first = self.text.count("\n") + 1
        self.text += code + "\n"
        self.spans.append((label, first, self.text.count("\n")))

    def findings(self, tree, folder, mode):
        source = folder / self.name
        source.write_text(self.text)
        flags = [f"-I{mock_headers(tree.test).include}", *mode]
        return run_tidy(tree.tidy, CHECKS, source, flags)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("--show", action="store_true", help="print each mutant that is not found")
    arguments = parser.parse_args()
    tree, report, draw = BuildTree(arguments.build), Report(), random.Random(SEED)
    folder = tree.scratch / "mutants"
    folder.mkdir(parents=True, exist_ok=True)
    files, right = [], []
    for language in ("c", "cpp"):
        head, parts = units((HERE / f"originals.{language}").read_text())
        plain = File(head, f"originals.{language}")
        for name, part in parts:
            plain.add(name, part.replace("NR", "0" + str(len(plain.spans))))
        right.append(plain)
        wrong = File(head, f"mutants.{language}")
        wanted = [(m, p) for m in mutations(language) for p in fitting(m[0], parts)]
        # Each mutation at least once, the rest drawn.
        chosen = [(m, draw.choice(fitting(m[0], parts))) for m in mutations(language)]
        share = MUTANTS - IN_CXX if language == "c" else IN_CXX
        chosen += draw.sample([w for w in wanted if w not in chosen], max(0, share - len(chosen)))
        for number, ((name, before, instead), (original, part)) in enumerate(chosen[:share], 1):
            wrong.add(f"{name}, {original}", mutated(part, number, before, instead))
        files.append(wrong)
    for mode in ([], ["-DPy_GIL_DISABLED=1"]):
        label = "free-threaded" if mode else "GIL"
        for file in right:
            run = file.findings(tree, folder, mode)
            report.add(f"mutants: {file.name} is silent, {label}", [str(f) for f in run.errors + run.findings])
        found, total, missed = 0, 0, []
        for file in files:
            run = file.findings(tree, folder, mode)
            if run.errors:
                missed += [str(e) for e in run.errors]
            lines = {f.line for f in run.findings}
            for name, first, last in file.spans:
                total += 1
                hit = any(first <= line <= last for line in lines)
                found += hit
                if not hit:
                    missed.append(f"not found: {name} ({file.name}:{first})")
        print(f"mutants: {found} of {total} found, {label}" + "".join(f"\n  {m}" for m in missed))
        report.add(f"mutants: at least {REQUIRED} of {MUTANTS} are found, {label}",
                   missed if found < REQUIRED or total != MUTANTS else [])
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
