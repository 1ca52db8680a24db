"""The goldens of test/checks as extension modules: each function, original and
fixed, is called with many arguments in an interpreter.

Functions are found in the text. What cannot be called (methods of C++, types
that nobody here can make, undefined behaviour of the original) is left out and
counted.
"""

import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import interpreters

HERE = Path(__file__).resolve().parent
CHECKS = HERE.parent / "checks"
WORDS = r"(?:[A-Za-z_]\w*[\s*]+)+?"
DEFINITION = re.compile(rf"^(?P<type>{WORDS}\**)\s*(?P<name>[A-Za-z_]\w*)\s*\((?P<parameters>[^(){{}};]*)\)\s*(?P<end>[{{;])",
                        re.M)
GLOBAL = re.compile(r"^(?:static|extern) PyObject \*(\w+);", re.M)
NUMBERS = {"int", "long", "Py_ssize_t", "size_t", "unsigned", "char", "short", "unsigned int", "Py_hash_t"}
KEYWORDS = {"else", "return", "typedef", "sizeof", "defined"}


# Not called one by one: the plan keeps an object on purpose, or asks for the very
# count that is compared.
OTHER_CONTRACT = ("lazy-init", "refcount-one")

# A helper whose plan changes what it returns: only its callers do the same before
# and after, so only they are called.
CONVERTED = re.compile(r"// review: '(\w+)' returns a new reference")


@dataclass
class Function:
    name: str
    type: str
    parameters: list  # (type, name)
    defined: bool
    text: str = ""  # of the function and what follows it

    def specification(self):
        """What the child makes for each parameter; None when it cannot."""
        kinds = []
        for kind, name in self.parameters:
            if kind in ("PyObject *", "const PyObject *"):
                kinds.append("object " + name)
            elif kind == "const char *":
                kinds.append("text")
            elif kind in NUMBERS:
                kinds.append("number")
            elif kind in ("PyObject **", "const char **"):
                kinds.append("address")
            else:
                return None
        return kinds


@dataclass
class Golden:
    source: Path
    variants: list
    requires: tuple = (3, 0)
    arguments: list = field(default_factory=list)
    functions: list = field(default_factory=list)
    propagates: bool = False
    converted: frozenset = frozenset()


def _type(text):
    return re.sub(r"\s*(\*+)$", r" \1", " ".join(w for w in text.replace("*", " * ").split()
                                                if w not in ("static", "inline", "extern"))).replace("* *", "**")


def parse(text):
    plain = re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)
    found = {}
    matches = list(DEFINITION.finditer(plain))
    ends = [m.start() for m in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends):
        type_, name = _type(match["type"]), match["name"]
        if name in KEYWORDS or set(type_.split()) & KEYWORDS:
            continue
        parameters = []
        for i, one in enumerate(match["parameters"].split(",")):
            one = " ".join(one.split())
            if one in ("void", ""):
                continue
            named = re.match(r"(.*?[\s*])(\w+)$", one)
            if named and named[1].strip() and named[2] not in ("int", "long", "char", "double"):
                parameters.append((_type(named[1]), named[2]))
            else:
                parameters.append((_type(one), f"p{i}"))
        defined = match["end"] == "{"
        if defined or name not in found:
            found[name] = Function(name, type_, parameters, defined, text[match.start():end])
    return list(found.values())


def goldens():
    for source in sorted(CHECKS.glob("*/*.c")):
        if source.parent.name in OTHER_CONTRACT or source.stem in OTHER_CONTRACT:
            continue
        variants = [v for v in (source.with_suffix(f".{level}.c") for level in ("fixed", "review")) if v.is_file()]
        if not variants:
            continue
        text = source.read_text()
        one = Golden(source, variants, functions=parse(text),
                     propagates="ErrorPolicy=propagate" in text, converted=frozenset(CONVERTED.findall(text)))
        if required := re.search(r"^// requires: python(\d+)\.(\d+)", text, re.M):
            one.requires = int(required[1]), int(required[2])
        if arguments := re.search(r"^// args: (.*)", text, re.M):
            one.arguments = arguments[1].split()
        yield one


def _call(function):
    """The function that calls it with a tuple."""
    values = []
    for i, ((kind, _), spec) in enumerate(zip(function.parameters, function.specification())):
        what = spec.split()[0]
        values.append({"object": f"GOLDEN_ARGUMENT({i})", "text": f"PyUnicode_AsUTF8(GOLDEN_ARGUMENT({i}))",
                       "number": f"({kind})GOLDEN_NUMBER({i})", "address": f"({kind})&scratch[{i}]"}[what])
    call = f"{function.name}({', '.join(values)})"
    told = (f"{call};\n  told = golden_long(0);" if function.type == "void" else
            f"__auto_type result = {call};\n  told = GOLDEN_TOLD(result)(result);")
    return (f"static PyObject *golden_call_{function.name}(PyObject *self, PyObject *golden_arguments) {{\n"
            f"  PyObject *told, *scratch[8] = {{NULL}};\n  (void)self; (void)scratch; (void)golden_arguments;\n"
            f"  golden_traced = 0;\n  {told}\n  return golden_outcome(told);\n}}\n")


def _stub(function):
    """A definition for what the file only declares."""
    names = [f"p{i}" for i in range(len(function.parameters))]
    seen = "".join(f"  golden_see({n});\n" if kind == "PyObject *" else
                   f"  golden_see_text({n});\n" if kind == "const char *" else ""
                   for n, (kind, _) in zip(names, function.parameters))
    value = {"PyObject *": "Py_NewRef(Py_None)", "const char *": '"stub"', "char *": "NULL"}.get(function.type)
    if value is None and function.type != "void":
        value = "1" if function.type in NUMBERS else "NULL" if function.type.endswith("*") else None
    parameters = ", ".join(f"{kind} {n}" for n, (kind, _) in zip(names, function.parameters)) or "void"
    answer = f"  return {value};\n" if value else "" if function.type == "void" else \
        f"  {function.type} result;\n  memset(&result, 0, sizeof result);\n  return result;\n"
    return f"{function.type} {function.name}({parameters}) {{\n{seen}{answer}}}\n"


def wrapper(golden, text):
    """The module's source around a text."""
    called = [f for f in golden.functions if f.defined and f.specification() is not None and
              not f.name.startswith("PyInit_") and f.name not in golden.converted]
    stubs = "".join(_stub(f) for f in golden.functions
                    if not f.defined and not f.name.startswith(("Py", "_Py")) and "..." not in str(f.parameters))
    plain = re.sub(r"//[^\n]*", "", text)
    variables = [name for name in GLOBAL.findall(plain)]
    external = "".join(f"PyObject *{name};\n" for name in re.findall(r"^extern PyObject \*(\w+);", plain, re.M))
    fill = "".join(f'  {name} = golden_global("{name}");\n' for name in variables)
    table = "".join(f'    {{"{f.name}", golden_call_{f.name}, METH_O, NULL}},\n' for f in called)
    return called, (
        f"{text}\n{external}{stubs}"
        + "".join(_call(f) for f in called) +
        "static PyObject *golden_global(const char *name) {\n"
        '  return strstr(name, "list") || strstr(name, "cached") ? Py_BuildValue("[s{si}i]", "text", "a", 1, 5)\n'
        '                              : Py_BuildValue("{s:s,s:[si],s:i}", "a", "text", "name", "x", 1, "b", 7);\n}\n'
        f'static PyMethodDef golden_methods[] = {{\n{table}    {{"golden_setup", golden_setup, METH_VARARGS, NULL}},\n'
        "    {NULL, NULL, 0, NULL}};\n"
        'static struct PyModuleDef golden_module = {PyModuleDef_HEAD_INIT, "golden", NULL, -1, golden_methods, NULL, NULL, NULL, NULL};\n'
        f"PyMODINIT_FUNC PyInit_golden(void) {{\n{fill}  (void)golden_global;\n  return PyModule_Create(&golden_module);\n}}\n")


class Totals:
    def __init__(self):
        self.modules = self.functions = self.calls = self.left_out = self.undefined = 0


class GoldenRunner:
    """One interpreter for all goldens."""

    def __init__(self, compiler, interpreter, library, scratch, report):
        self.compiler, self.interpreter, self.library = compiler, interpreter, library
        self.scratch, self.report = scratch, report
        self.totals = Totals()
        scratch.mkdir(parents=True, exist_ok=True)
        self.name = interpreter.name + (" with AddressSanitizer" if library else "")
        sanitize = ["-fsanitize=address"] if library else []
        self.command = [compiler, "-O0", "-g1", "-w", "-fPIC", *sanitize, f"-I{HERE.parent / 'fuzz' / 'race'}",
                        f"-I{HERE / 'compat'}", f"-I{interpreter.include}"]
        self.header = scratch / "golden.h"
        shutil.copy2(HERE / "golden.h", self.header)
        subprocess.run([*self.command, "-x", "c-header", self.header, "-o", f"{self.header}.gch"], check=True)

    def run(self, only=None, jobs=1):
        chosen = [g for g in goldens() if only in (None, g.source.stem)]
        if not chosen:
            return
        with ThreadPoolExecutor(jobs) as pool:
            results = list(pool.map(self.one, chosen))
        for golden, problems in zip(chosen, results):
            for variant, found in problems:
                self.report.add(f"run golden {variant.name}, {self.name}", found)
        t = self.totals
        if not t.calls:
            self.report.add(f"run goldens, {self.name}", ["nothing was called"])
        print(f"goldens, {self.name}: {t.modules} files, {t.functions} functions, {t.calls} calls compared; "
              f"left out: {t.left_out} files that do not compile here, "
              f"{t.undefined} calls that the original does not survive", flush=True)

    def one(self, golden):
        """[(variant, problems)]"""
        if golden.requires > self.interpreter.version:
            self.totals.left_out += 1
            return []
        functions, before = self.build(golden, golden.source)
        if before is None:
            self.totals.left_out += 1
            return []
        expected = self.execute(before, functions, race=False)
        results = []
        for variant in golden.variants:
            _, after = self.build(golden, variant)
            if after is None:
                results.append((variant, ["does not compile, though the original does"]))
                continue
            self.totals.modules += 1
            self.totals.functions += len(functions)
            relaxed = golden.propagates and variant.stem.endswith(".review")
            problems = compare(expected, self.execute(after, functions, race=False), relaxed, self.totals)
            raced = self.execute(after, wholly_fixed(functions, variant), race=True)
            problems += [f"{call}: when others give the object up: {what}" for call, what in raced.items()
                         if "died" in what and "died" not in expected.get(call, "died")]
            results.append((variant, problems))
        self.totals.undefined += sum("died" in what for what in expected.values())
        return results

    def build(self, golden, path):
        functions, text = wrapper(golden, path.read_text())
        source, built = self.scratch / f"{path.stem}.wrapped.c", self.scratch / f"{path.stem}.so"
        source.write_text(text)
        command = [*self.command, "-shared", *golden.arguments, "-include", self.header, f"-I{path.parent}",
                   source, "-o", built]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        (self.scratch / f"{path.stem}.log").write_text(done.stderr)
        return functions, built if done.returncode == 0 else None

    def execute(self, built, functions, race):
        """{call: what came of it}"""
        environment = interpreters.sanitized(self.library) if self.library else {**os.environ, "PYTHONMALLOC": "debug"}
        environment.update(PYTHONPATH=str(HERE), PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0",
                           PYTHONWARNINGS="ignore")
        job = json.dumps({"path": str(built), "race": race,
                          "functions": {f.name: f.specification() for f in functions}})
        done = subprocess.run([self.interpreter.path, HERE / "golden_child.py"], input=job, capture_output=True,
                              text=True, errors="replace", env=environment)
        found = {}
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                one = json.loads(line)
                found[one["call"]] = json.dumps(one["outcome"])
        if done.returncode:
            found["the module"] = f"died: {done.stderr[-2000:]}"
        return found


def wholly_fixed(functions, variant):
    """Those that the fix changed, with no borrowed reference left over."""
    after = {f.name: f.text for f in parse(variant.read_text())}
    left = r"no fix:|NOLINT|noqa" if variant.stem.endswith(".review") else r"no fix:|review:|NOLINT|noqa"
    return [f for f in functions if after.get(f.name, f.text) != f.text and not re.search(left, after[f.name])]


def compare(before, after, relaxed, totals):
    problems = []
    for call, was in before.items():
        if "died" in was:
            continue  # undefined, also before the fix
        if relaxed and re.search(r" (evil|unhashable) ", call):
            continue  # errors are propagated: that is what was asked for
        totals.calls += 1
        now = after.get(call, "nothing")
        if now != was:
            problems.append(f"{call}:\n  was {was}\n  is  {now}")
    return problems
