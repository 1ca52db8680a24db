"""A generated function as a tree that can be written in several styles, and
from which statements can be taken away."""

import re
from dataclasses import dataclass, field


@dataclass
class Simple:
    """One or more statements on lines of their own."""
    text: str


@dataclass
class Comment:
    text: str


@dataclass
class Label:
    text: str


@dataclass
class If:
    condition: str
    then: list
    otherwise: list = None
    unbraced: bool = False
    one_line: bool = False


@dataclass
class Loop:
    head: str  # "for (...)", "while (...)" or "do"
    body: list
    tail: str = ""  # "while (0);" of a do
    unbraced: bool = False


@dataclass
class Switch:
    selector: str
    cases: list  # [label, body] each; a body that declares gets braces


@dataclass
class Block:
    body: list


@dataclass
class Conditional:
    """Only in the build that the analysis does not see, or the other way round."""
    body: list
    macro: str = "#ifdef FUZZ_OTHER"


@dataclass
class Style:
    indent: str = "    "
    allman: bool = False
    cuddled_else: bool = True
    nullptr: bool = True


@dataclass
class Function:
    name: str
    kind: str  # 'o', 'i', 's', 'v': what it returns
    parameters: list
    body: list
    style: Style
    before: str = ""  # helpers of its own
    traits: dict = field(default_factory=dict)
    cxx: bool = False

    TYPES = {"o": "PyObject *", "i": "int ", "s": "Py_ssize_t ", "v": "void "}

    def text(self):
        d, l, k, w, out, n = self.parameters
        parameters = f"(PyObject *{d}, PyObject *{l}, PyObject *{k}, PyObject *{w}, PyObject *{out}, int {n})"
        body = render(self.body, self.style, 1)
        unused = "".join(f"{self.style.indent}(void){p};\n" for p in self.parameters
                         if not re.search(rf"\b{p}\b", body))
        if not self.cxx:
            head = f"{self.TYPES[self.kind]}{self.name}{parameters}"
            return f"{self.before}{head};\n{head}\n{{\n{unused}{body}}}\n"
        if self.style.nullptr:
            body = re.sub(r"\bNULL\b", "nullptr", body)
        name = f"{self.name}_body"
        return (f"{self.before}static {self.TYPES[self.kind]}{name}{parameters}\n{{\n{unused}{body}}}\n"
                f"{self._entry(parameters, name)}")

    def _entry(self, parameters, name):
        """What is called from C: an exception of C++ becomes one of Python."""
        failed = {"o": "return nullptr;", "i": "return -1;", "s": "return -1;", "v": "PyErr_Clear();"}[self.kind]
        head = f'extern "C" {self.TYPES[self.kind]}{self.name}{parameters}'
        arguments = ", ".join(self.parameters)
        return (f"{head};\n{head}\n{{\n  try {{\n    {'' if self.kind == 'v' else 'return '}{name}({arguments});\n"
                f"  }} catch (int) {{\n    PyErr_SetString(PyExc_RuntimeError, \"thrown\");\n    {failed}\n  }}\n}}\n")


def _is_plain(body):
    """True when a body may stand without braces."""
    if len(body) != 1:
        return False
    node = body[0]
    return isinstance(node, Simple) and "\n" not in node.text and not _declares(node.text)


def render(nodes, style, depth):
    return "".join(_render(node, style, depth) for node in nodes)


def _braced(head, body, style, depth, tail=""):
    pad = style.indent * depth
    opening = f"{pad}{head}\n{pad}{{\n" if style.allman and head else f"{pad}{head} {{\n" if head else f"{pad}{{\n"
    return f"{opening}{render(body, style, depth + 1)}{pad}}}{tail}\n"


def _render(node, style, depth):
    pad = style.indent * depth
    if isinstance(node, Simple):
        return "".join(f"{pad}{line}\n" for line in node.text.split("\n"))
    if isinstance(node, Comment):
        return f"{pad}/* {node.text} */\n"
    if isinstance(node, Label):
        return f"{style.indent * (depth - 1)}{node.text}:\n"
    if isinstance(node, Block):
        return _braced("", node.body, style, depth)
    if isinstance(node, Conditional):
        return f"{node.macro}\n{render(node.body, style, depth)}#endif\n"
    if isinstance(node, Switch):
        text = f"{pad}switch ({node.selector}) {{\n"
        for label, body in node.cases:
            if any(isinstance(n, Simple) and _declares(n.text) for n in body):
                text += _braced(f"{label}:", body, style, depth)
            else:
                text += f"{pad}{label}:\n{render(body, style, depth + 1)}"
        return f"{text}{pad}}}\n"
    if isinstance(node, Loop):
        if node.unbraced and _is_plain(node.body):
            return f"{pad}{node.head}\n{render(node.body, style, depth + 1)}" + (
                f"{pad}{node.tail}\n" if node.tail else "")
        return _braced(node.head, node.body, style, depth, f" {node.tail}" if node.tail else "")
    return _render_if(node, style, depth)


def _declares(text):
    return text.split(" ")[0] in ("PyObject", "const", "BoxObject", "BoxView", "long", "int", "Py_ssize_t",
                                  "struct", "Py_uintptr_t", "PyTypeObject", "auto", "BoxGuard", "BoxLook", "FuzzCall",
                                  "static")


def _render_if(node, style, depth):
    pad = style.indent * depth
    head = f"if ({node.condition})"
    plain = node.unbraced and _is_plain(node.then)
    if node.otherwise is None:
        if plain and node.one_line:
            return f"{pad}{head} {node.then[0].text}\n"
        if plain:
            return f"{pad}{head}\n{render(node.then, style, depth + 1)}"
        return _braced(head, node.then, style, depth)
    if plain and _is_plain(node.otherwise):
        return (f"{pad}{head}\n{render(node.then, style, depth + 1)}{pad}else\n"
                f"{render(node.otherwise, style, depth + 1)}")
    then = _braced(head, node.then, style, depth)
    chained = len(node.otherwise) == 1 and isinstance(node.otherwise[0], If)
    if chained:
        rest = _render_if(node.otherwise[0], style, depth).lstrip()
        if style.cuddled_else and not style.allman:
            return f"{then[:-1]} else {rest}"
        return f"{then}{pad}else {rest}"
    other = _braced("else", node.otherwise, style, depth).lstrip()
    if style.cuddled_else and not style.allman:
        return f"{then[:-1]} {other}"
    return f"{then}{pad}{other}"


def smaller(nodes):
    """Every tree with one thing taken away, big things first."""
    for i, node in enumerate(nodes):
        yield nodes[:i] + nodes[i + 1:]
    for i, node in enumerate(nodes):
        for replacement in _simplified(node):
            yield nodes[:i] + replacement + nodes[i + 1:]


def _simplified(node):
    if isinstance(node, If):
        yield node.then
        if node.otherwise is not None:
            yield node.otherwise
            yield [If(node.condition, node.then, None, node.unbraced, node.one_line)]
            for less in smaller(node.otherwise):
                yield [If(node.condition, node.then, less or None, node.unbraced, node.one_line)]
        for less in smaller(node.then):
            if less or node.otherwise is not None:
                yield [If(node.condition, less, node.otherwise, node.unbraced, node.one_line)]
    elif isinstance(node, Loop):
        yield node.body
        for less in smaller(node.body):
            yield [Loop(node.head, less, node.tail, node.unbraced)]
    elif isinstance(node, Conditional):
        yield node.body
        for less in smaller(node.body):
            if less:
                yield [Conditional(less, node.macro)]
    elif isinstance(node, Block):
        yield node.body
        for less in smaller(node.body):
            yield [Block(less)]
    elif isinstance(node, Switch):
        for i, (label, body) in enumerate(node.cases):
            if len(node.cases) > 1:
                yield [Switch(node.selector, node.cases[:i] + node.cases[i + 1:])]
            for less in smaller(body):
                if less:
                    yield [Switch(node.selector, node.cases[:i] + [[label, less]] + node.cases[i + 1:])]
    elif isinstance(node, Simple) and "\n" in node.text:
        lines = node.text.split("\n")
        for i in range(len(lines)):
            yield [Simple("\n".join(lines[:i] + lines[i + 1:]))]
