#!/usr/bin/env python3
"""Fuzzes what puts code into critical sections, and repairs their exits.

    walks.py BUILD [--long | --count N] [--seed S] [--jobs J] [--again SEED...]

Makes functions that walk a dict or a sequence, or hold a critical section, and
leave in every way. The binary fixes them; each fixed function must compile,
be silent in a further run where it was fixed, give the same results and
exceptions as the original in a debug interpreter, and move no reference count.
With a free-threaded interpreter the fixed functions also run while other
threads change the containers.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "run")]

import interpreters  # noqa: E402
from harness.buildtree import BuildTree  # noqa: E402
from harness.tidy import run_tidy  # noqa: E402

CHECKS = "freethreading-container-iteration,freethreading-critical-section"
SLICE, LONG, BATCH = 240, 6000, 60
COMPAT = HERE.parent / "run" / "compat"


class Walk:
    """One function: a container, a loop or a section, and ways out of it."""

    def __init__(self, seed):
        self.rng, self.seed = random.Random(seed), seed
        self.name, self.count = f"w_{seed}", 0
        self.kind = self.rng.choice(("dict", "dict", "dict", "outer", "items", "fast", "section", "section"))
        self.made = self.rng.random() < 0.5  # a list that every exit releases
        self.held = self.made or self.kind in ("items", "fast")  # what has to be released on every way
        self.gotos = set()
        self.text = self.grow()

    def pick(self, *choices):
        return self.rng.choice(choices)

    def fresh(self, stem):
        self.count += 1
        return f"{stem}{self.count}"

    def jump(self, error, inside):
        """A jump out of everything, or out of the loop around the walk."""
        ways = ["fail"] if error else ["done", "found"]
        if not self.held:
            ways += ["return NULL;"] * 2 if error else \
                ["return PyLong_FromLong(n);", "Py_RETURN_NONE;", "Py_RETURN_TRUE;",
                 "return PyUnicode_FromFormat(\"%R %ld\", " + inside + ", n);"]
        if self.kind == "outer" and not error:
            ways += ["goto next;", "goto next;"]
        way = self.pick(*ways)
        if way in ("fail", "done", "found"):
            self.gotos.add(way)
            return f"goto {way};"
        if "next" in way:
            self.gotos.add("next")
        return way

    def conditional(self, condition, statements):
        if len(statements) == 1 and self.rng.random() < 0.5:
            return [f"if ({condition})", "  " + statements[0]]
        return [f"if ({condition}) {{", *["  " + s for s in statements], "}"]

    def test(self, item):
        return self.pick(f"PyLong_Check({item})", f"PyUnicode_Check({item})", f"{item} == Py_None", "n > 3",
                         f"n % {self.pick(2, 3, 5)} == 1", f"Py_TYPE({item}) == &PyFloat_Type")

    def statements(self, items, loop, depth):
        """Some statements of a body; loop: whether break and continue are meant for one here."""
        result = []
        for _ in range(self.rng.randint(1, 4)):
            item = self.pick(*items)
            what = self.rng.randint(0, 12)
            if what <= 1:
                result.append(self.pick(f"n += PyLong_Check({item});", "n++;", f"n += {item} == Py_None;"))
            elif what == 2:
                truth = self.fresh("truth")
                result += [f"int {truth} = PyObject_IsTrue({item});",
                           *self.conditional(f"{truth} < 0", [self.jump(True, item)])]
                if self.rng.random() < 0.6:
                    result += self.conditional(f"!{truth}", [self.pick(*self.near(loop), self.jump(False, item))])
                result.append(f"n += {truth};")
            elif what == 3:
                text = self.fresh("text")
                result += [f"PyObject *{text} = PyObject_Str({item});",
                           *self.conditional(f"{text} == NULL", [self.jump(True, item)]),
                           f"n += (long)PyUnicode_GET_LENGTH({text});", f"Py_DECREF({text});"]
            elif what == 4 and self.made:
                result += self.conditional(f"PyList_Append(made, {item}) < 0", [self.jump(True, item)])
            elif what == 5:
                result += self.conditional(self.test(item), [self.jump(False, item)])
            elif what == 6 and loop:
                result += self.conditional(self.test(item), [self.pick("continue;", "break;")])
            elif what == 7 and depth < 2:
                i = self.fresh("i")
                body = self.statements(items, True, depth + 1)
                result += [f"for (int {i} = 0; {i} < 3; {i}++) {{", *["  " + s for s in body], "}"]
            elif what == 8 and depth < 2:
                cases = []
                for number in range(2):
                    body = self.statements(items, False, depth + 1)
                    last = self.pick("break;", "break;", *(["continue;"] if loop else []))
                    cases += [f"case {number}: {{", *["  " + s for s in body], f"  {last}", "}"]
                result += ["switch (n % 3) {", *cases, "default:", "  n++;", "}"]
            elif what == 9:
                result += [f"Py_INCREF({item});", f"n += PyObject_IsTrue({item}) == 1;", "PyErr_Clear();",
                           f"Py_DECREF({item});"]
            elif what == 12 and self.kind in ("dict", "outer"):
                result += [f"{item} = PyObject_Str({item});",
                           *self.conditional(f"{item} == NULL", [self.jump(True, "Py_None")]),
                           f"n += (long)PyUnicode_GET_LENGTH({item});", f"Py_DECREF({item});", f"{item} = Py_None;"]
            elif what == 10 and depth < 2:
                body = self.statements(items, False, depth + 1)
                result += ["do {", *["  " + s for s in body], "} while (0);"]
            else:
                result += [f"n += (long)PyObject_Size({item});", "if (PyErr_Occurred())", "  PyErr_Clear();"]
        return result

    @staticmethod
    def near(loop):
        return ["continue;", "break;"] if loop else ["n--;"]

    def walk(self, container):
        key, value = self.fresh("key"), self.fresh("value")
        only = self.rng.random() < 0.3
        call = f"PyDict_Next({container}, &pos, {'NULL' if only else '&' + key}, &{value})"
        items = [value] if only else [key, value]
        body = self.statements(items, True, 0)
        head = self.pick(f"while ({call}) {{", f"for (; {call};) {{", f"while ({call} && n < 40) {{")
        names = f"*{value}" if only else f"*{key}, *{value}"
        return [f"PyObject {names};", "Py_ssize_t pos = 0;", *self.size(container), head,
                *["  " + s for s in body], "}"]

    def size(self, container):
        """What asks for the size before the walk."""
        size = self.fresh("size")
        way = self.rng.randint(0, 5)
        if way == 0:
            return self.conditional(f"note({container}, PyDict_Size({container})) < 0", [self.jump(True, container)])
        if way == 1:
            return [f"Py_ssize_t {size} = PyDict_Size({container});",
                    *self.conditional(f"{size} == n", [self.jump(False, container)]), f"n += note({container}, {size});"]
        return []

    def sequence(self):
        array = self.kind == "items"
        item = self.fresh("item")
        get = "items[i]" if array else "PySequence_Fast_GET_ITEM(fast, i)"
        quiet = self.rng.random() < 0.5
        body = ([*self.conditional(self.test(item), [self.pick("continue;", "break;")]), "n++;"] if quiet else
                [s for s in self.statements([item], True, 0)])
        bound = self.pick("PySequence_Fast_GET_SIZE(fast)", "size")
        lines = ["Py_ssize_t size = PySequence_Fast_GET_SIZE(fast);"]
        if array:
            lines.append("PyObject **items = PySequence_Fast_ITEMS(fast);")
        lines += [f"for (Py_ssize_t i = 0; i < {bound}; i++) {{", f"  PyObject *{item} = {get};",
                  *["  " + s for s in body], "}", "n += (long)size;"]
        return lines

    def section(self):
        lines = self.statements(["arg"], False, 0)
        if self.rng.random() < 0.5:
            i = self.fresh("i")
            lines += [f"for (int {i} = 0; {i} < 4; {i}++) {{",
                      *["  " + s for s in self.statements(["arg"], True, 0)], "}"]
        return ["Py_BEGIN_CRITICAL_SECTION(arg);", *lines, "Py_END_CRITICAL_SECTION();"]

    def grow(self):
        lines = ["long n = 0;", "PyObject *result = NULL;"]
        if self.made:
            lines += ["PyObject *made = PyList_New(0);", "if (made == NULL)", "  return NULL;"]
        if self.kind == "outer":
            inner = ["PyObject *dict = PyTuple_GET_ITEM(arg, r);", "if (!PyDict_Check(dict))", "  continue;",
                     *self.walk("dict"), "n += 100;"]
            tail = ["next:", "  n += 1000;"] if "next" in self.gotos else []
            lines += ["for (Py_ssize_t r = 0; r < PyTuple_GET_SIZE(arg); r++) {", *["  " + s for s in inner],
                      *tail, "}"]
        elif self.kind == "dict":
            lines += self.walk("arg")
        elif self.kind == "section":
            lines += self.section()
        else:
            lines += ["PyObject *fast = PySequence_Fast(arg, \"no sequence\");", "if (fast == NULL)",
                      "  goto fail;" if self.made else "  return NULL;"]
            if self.made:
                self.gotos.add("fail")
            body = self.sequence()
            lines[1] = "PyObject *result = NULL, *fast = NULL;"
            lines[lines.index("PyObject *fast = PySequence_Fast(arg, \"no sequence\");")] = \
                "fast = PySequence_Fast(arg, \"no sequence\");"
            lines += ["{", *["  " + s for s in body], "}"]
        lines.append("n += 7;")
        if "found" in self.gotos:
            lines += ["found:", "n += 3;"]
        if self.gotos & {"done"}:
            lines.append("done:")
        lines.append("result = Py_BuildValue(\"lO\", n, " + ("made" if self.made else "Py_None") + ");")
        if "fail" in self.gotos:
            lines.append("fail:")
        if self.made:
            lines.append("Py_DECREF(made);")
        if self.kind in ("items", "fast"):
            lines.append("Py_XDECREF(fast);")
        lines.append("return result;")
        return "\n".join([f"static PyObject *{self.name}(PyObject *self, PyObject *arg) {{",
                          *["  " + s for s in lines], "}", ""])


def module(walks):
    table = "".join(f'    {{"{w.name}", {w.name}, METH_O, NULL}},\n' for w in walks)
    return ("#define PY_SSIZE_T_CLEAN\n#include <Python.h>\n#include \"pythoncapi_compat.h\"\n\n"
            "static int note(PyObject *to, Py_ssize_t n) {\n  char text[2];\n  text[0] = (char)n;\n"
            "  return PyObject_IsTrue(to) < 0 ? -1 : text[0] % 5;\n}\n\n"
            + "\n".join(w.text for w in walks) +
            f"\nstatic PyMethodDef methods[] = {{\n{table}    {{NULL, NULL, 0, NULL}},\n}};\n"
            "static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, \"walks\", NULL, -1, methods, NULL, NULL,"
            " NULL, NULL};\nPyMODINIT_FUNC PyInit_walks(void) { return PyModule_Create(&definition); }\n")


def functions_of(text):
    """{name: text} of the generated functions."""
    return {m[1]: m[0] for m in re.finditer(r"^static PyObject \*(w_\d+)\(.*?^}\n", text, re.M | re.S)}


class Fuzzer:
    def __init__(self, tree, interpreter, free, scratch):
        self.tree, self.interpreter, self.free, self.scratch = tree, interpreter, free, scratch
        self.compiler = shutil.which("gcc") or tree.llvm_tool("clang")

    def fix(self, text, folder):
        """(the fixed text, findings left, findings at first)."""
        source = folder / "walks.c"
        source.write_text(text)
        options = {"FixLevel": "review", "Compat": "pythoncapi_compat"}
        flags = ["-I", str(self.interpreter.include), f"-I{COMPAT}"]
        counts = []
        for _ in range(4):
            before = source.read_text()
            run = run_tidy(self.tree.tidy, CHECKS, source, flags, options, fix=True)
            if run.errors or run.status < 0:
                return None, run.errors[0] if run.errors else run.output[-3000:], 0
            counts.append(len(run.findings))
            if source.read_text() == before:
                break
        else:
            return None, "does not settle", 0
        return before, counts[-1], counts[0]

    def build(self, text, folder, interpreter):
        folder.mkdir(parents=True, exist_ok=True)
        source, built = folder / "walks.c", folder / "walks.so"
        source.write_text(text)
        warn = ["-Wall", "-Werror=return-type", "-Werror=maybe-uninitialized", "-Werror=uninitialized"]
        done = subprocess.run([self.compiler, "-O1", *warn, "-fPIC", "-shared", f"-I{interpreter.include}",
                               f"-I{COMPAT}", source, "-o", built], capture_output=True, text=True)
        return (built, "") if done.returncode == 0 else (None, done.stderr[-3000:])

    def execute(self, built, walks, interpreter, race=False):
        job = json.dumps({"path": str(built), "race": race, "kinds": {w.name: w.kind for w in walks}})
        environment = {**os.environ, "PYTHONMALLOC": "debug", "PYTHONHASHSEED": "0", "PYTHON_GIL": "0"}
        if not race:
            environment.pop("PYTHON_GIL")
        done = subprocess.run([interpreter.path, HERE / "walks_child.py"], input=job, capture_output=True, text=True,
                              env=environment, timeout=600)
        # Where an object lies is not what a function does.
        stdout = re.sub(r" at 0x[0-9a-f]+", " at 0x", done.stdout)
        lines = [json.loads(line) for line in stdout.splitlines() if line.startswith("[")]
        return {call: outcome for call, outcome in lines}, done.returncode, done.stderr[-2000:]

    def batch(self, seeds):
        """(findings, fixed, calls, raced, problems)"""
        walks = [Walk(seed) for seed in seeds]
        folder = self.scratch / f"batch{seeds[0]}"
        folder.mkdir(parents=True, exist_ok=True)
        text = module(walks)
        fixed, left, first = self.fix(text, folder)
        if fixed is None:
            return 0, 0, 0, 0, [f"batch {seeds[0]}: {left}"]
        problems, before, after = [], functions_of(text), functions_of(fixed)
        (old, why_old), (new, why_new) = (self.build(t, folder / n, self.interpreter)
                                          for t, n in ((text, "old"), (fixed, "new")))
        if not old or not new:
            return first, first - left, 0, 0, [f"batch {seeds[0]}: does not compile: {why_old or why_new}"]
        was, _, _ = self.execute(old, walks, self.interpreter)
        now, status, error = self.execute(new, walks, self.interpreter)
        if status:
            problems.append(f"batch {seeds[0]}: exit code {status}: {error}")
        for call, outcome in was.items():
            if now.get(call) != outcome:
                name = call.split()[0]
                problems.append(f"{call}: was {outcome}, is {now.get(call)}\n{before[name]}{after[name]}")
        raced = 0
        if self.free:
            racy, why = self.build(fixed, folder / "free", self.free)
            sound = [w for w in walks if after[w.name] != before[w.name] and self.silent(w, fixed, folder)]
            if not racy:
                problems.append(f"batch {seeds[0]}: does not compile for free threads: {why}")
            elif sound:
                _, status, error = self.execute(racy, sound, self.free, race=True)
                raced = len(sound)
                if status:
                    problems.append(f"batch {seeds[0]}: dies among threads: {status}: {error}")
        if not problems:
            shutil.rmtree(folder)
        return first, first - left, len(was), raced, problems

    def silent(self, walk, fixed, folder):
        if not hasattr(self, "cache"):
            self.cache = {}
        if folder not in self.cache:
            run = run_tidy(self.tree.tidy, CHECKS, folder / "walks.c",
                           ["-I", str(self.interpreter.include), f"-I{COMPAT}"], {"Compat": "pythoncapi_compat"})
            places = [f.line for f in run.findings]
            names, line = set(), 1
            for name, text in functions_of(fixed).items():
                start = fixed[:fixed.index(text)].count("\n") + 1
                if any(start <= place < start + text.count("\n") for place in places):
                    names.add(name)
            self.cache[folder] = names
        return walk.name not in self.cache[folder]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("--count", type=int, help=f"default: {SLICE}, with --long {LONG}")
    parser.add_argument("--long", action="store_true", help="many more functions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", nargs="+", type=int, metavar="SEED", help="only these functions")
    parser.add_argument("--show", action="store_true", help="print the functions of --again and their fixes")
    arguments = parser.parse_args()
    # With the GIL: without it the originals do not survive what they do wrong.
    fitting = [i for i in interpreters.interpreters() if i.debug and not i.free_threaded and i.version >= (3, 10)]
    interpreter = max(fitting, key=lambda i: i.version, default=None)
    if not interpreter:
        print("SKIP: no debug build of Python with its headers\n0 passed, 0 failed, 1 skipped")
        return 0
    free = next((i for i in interpreters.new_interpreters() if i.free_threaded),
                next((i for i in interpreters.interpreters() if i.free_threaded), None))
    count = arguments.count or (LONG if arguments.long else SLICE)
    seeds = arguments.again or [arguments.seed * 1000000 + i for i in range(count)]
    totals, failed = Counter(), 0
    with tempfile.TemporaryDirectory() as made:
        fuzzer = Fuzzer(BuildTree(arguments.build), interpreter, free, Path(made))
        if arguments.show:
            text = module([Walk(seed) for seed in seeds])
            print(text, fuzzer.fix(text, Path(made)), sep="\n")
        batches = [seeds[i:i + BATCH] for i in range(0, len(seeds), BATCH)]
        with ThreadPoolExecutor(arguments.jobs) as pool:
            for first, fixed, calls, raced, problems in pool.map(fuzzer.batch, batches):
                totals.update(findings=first, fixed=fixed, calls=calls, raced=raced)
                failed += len(problems)
                for problem in problems[:3]:
                    print("FAIL:", problem, flush=True)
    print(f"walks: {len(seeds)} functions, {totals['findings']} findings, {totals['fixed']} fixed, "
          f"{totals['calls']} calls compared in {interpreter.name}, {totals['raced']} functions among threads"
          + (f" in {free.name}" if free else ""))
    if not free:
        print("SKIP: no free-threaded Python with its headers")
    print(f"{len(seeds) - failed} passed, {failed} failed" + ("" if free else ", 1 skipped"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
