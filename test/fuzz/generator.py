"""Makes C functions in the style that ftidy rewrites: borrowed references kept
in variables, with all that real code does to them.

A function is grown statement by statement. For each variable the generator
knows what it holds, so that a function does nothing undefined, releases what it
owns on every exit, and never returns NULL without an exception: as long as
nobody takes the borrowed objects away, which is what the fuzzer then does to
the fixed one.

    state      a holder of that state
    unset      nothing was assigned
    null       NULL
    live       a borrowed object
    maybe      a borrowed object or NULL
    own        an object with a reference of its own
    ownmaybe   the same, or NULL
    dead       must not be used
"""

import random

from idioms import IDIOMS
from program import Block, Comment, Conditional, Function, If, Label, Loop, Simple, Style, Switch
from sites import Sites

OWNED = ("own", "ownmaybe")
# What lives as long as an object: a part of it, text in it, and so on.
PARTLY = ("part", "text", "box", "number", "copy", "view", "integer", "array", "maybe text", "items", "kept")
HOLDERS = ["v", "item", "value", "obj", "entry", "found", "cached", "elem", "it", "attr", "member", "old"]
TEMPS = ["res", "tmp", "text", "pair", "copy", "args", "list", "made"]
PARTS = ["first", "inner", "name", "part", "field", "s", "buf", "head"]


def join(a, b):
    """The state of a variable that two paths bring along."""
    if a == b:
        return a
    pair = {a, b}
    if pair <= {"null", "live", "maybe"}:
        return "maybe"
    if pair <= {"null", "own", "ownmaybe"}:
        return "ownmaybe"
    return None if pair & set(OWNED) else "dead"


class Exhausted(Exception):
    """The function got too large; another seed will do."""


class Generator:
    MAX_STATEMENTS = 60

    def __init__(self, seed, name, cxx=False):
        self.rng = random.Random(seed)
        self.name = name
        self.cxx = cxx
        self.state = {}      # None where no flow gets to
        self.kinds = {}      # holder, temp, part, text, box, number
        self.parents = {}    # what a variable's object is a part of
        self.frozen = set()  # must not change: their state is that of a loop's head
        self.used_names = set()
        self.points = self.statements = self.site_count = 0
        self.most_sites = self.rng.choice((1, 1, 2, 2, 3, 5))
        self.loops = []      # (states at the head, is a switch)
        self.traits = {"weak": "ref", "strict_list": False, "mutates": False, "apis": set()}
        self.before = []

    # ---- small things

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *choices):
        return self.rng.choice(choices)

    def weighted(self, table):
        return self.rng.choices([c for c, _ in table], [w for _, w in table])[0]

    def fresh(self, pool):
        free = [n for n in pool if n not in self.used_names]
        base = self.rng.choice(free or pool)
        name, number = base, 2
        while name in self.used_names:
            name, number = f"{base}{number}", number + 1
        self.used_names.add(name)
        return name

    def declare(self, name, kind, state, parent=None):
        self.kinds[name] = kind
        self.state[name] = state
        self.parents[name] = parent
        self.scopes[-1].append(name)

    def feeds(self, name):
        """What lives as long as this variable's object."""
        if self.state is None:
            return []
        found = [v for v in self.state if self.parents.get(v) == name]
        return found + [w for v in found for w in self.feeds(v)]

    def hangs_on_owned(self, name):
        while name:
            if self.state.get(name) in OWNED:
                return True
            name = self.parents.get(name)
        return False

    def gone(self, name, state):
        """The variable gave its reference up: what hangs on it is dead too."""
        self.state[name] = state
        for fed in self.feeds(name):
            self.state[fed] = "dead"

    def visible(self, kinds, states):
        if self.state is None:
            return []
        return [v for v, s in self.state.items() if self.kinds[v] in kinds and s in states]

    def some(self, kinds, states):
        names = self.visible(kinds, states)
        # The newest is the most likely.
        return self.rng.choice(names[-3:] if self.chance(0.7) else names) if names else None

    def object(self):
        """An expression that is an object for sure."""
        return self.some(("holder", "part", "temp"), ("live", "own"))

    def point(self):
        self.points += 1
        return Simple(f"fuzz_point({self.points});")

    def site(self, api):
        """Notes a use of an API that returns a borrowed reference."""
        self.traits["apis"].add(api)
        self.site_count += 1
        # Two look-ups may find two objects when others change the container.
        self.traits["several_sites"] = self.site_count > 1 or bool(self.loops)

    # ---- the function

    def function(self):
        rng = self.rng
        self.kind = self.weighted([("o", 6), ("i", 3), ("s", 1), ("v", 1.5)])
        self.d, self.l, self.k = self.pick(("d", "l", "k"), ("dict", "list", "key"), ("map", "seq", "key"))
        self.w, self.out, self.n = "w", self.pick("out", "result_list"), self.pick("n", "count", "mode")
        self.used_names.update((self.d, self.l, self.k, self.w, self.out, self.n))
        self.traits["weak"] = self.pick("ref", "ref", "cell")
        self.mutable = self.pick("", "", "d", "l")
        self.goto = self.chance(0.4)
        self.label = self.pick("done", "error", "exit", "finally", "cleanup", "fail")
        self.cleanup = []  # what the label releases
        self.scopes = [[]]
        self.sites = Sites(self)
        self.result = None
        self.style = Style(self.pick("    ", "    ", "  ", "\t"), self.chance(0.2), self.chance(0.7),
                           self.cxx and self.chance(0.8))
        if self.goto and self.kind != "v":
            self.result = self.fresh(["result", "ret", "rv", "status"])
        # Old style: the variables at the top.
        self.initial = {}
        for _ in range(rng.randint(1, 3) if self.chance(0.5) else 0):
            name = self.fresh(HOLDERS)
            self.initial[name] = "null" if self.chance(0.4) else "unset"
            self.declare(name, "holder", self.initial[name])
        if self.goto:
            for _ in range(rng.randint(0, 2)):
                name = self.fresh(TEMPS)
                self.initial[name] = "null"
                self.declare(name, "temp", "null")
                self.cleanup.append(name)
            for name, state in self.initial.items():
                if self.kinds[name] == "holder" and state == "null" and self.chance(0.4):
                    self.cleanup.append(name)
        body = self.block(0, rng.randint(2, 7))
        if self.state is not None:
            body += self.leave(False, last=True)
        if self.cxx and self.goto:  # no jump over an initialisation
            body = [Block(body)]
        body += self.ending()
        return Function(self.name, self.kind, [self.d, self.l, self.k, self.w, self.out, self.n],
                        self.declarations() + body, self.style, "".join(self.before), self.traits, self.cxx)

    def declarations(self):
        nodes = []
        names = [name + (" = NULL" if state == "null" else "") for name, state in self.initial.items()]
        if len(names) > 1 and self.chance(0.4):
            nodes.append(Simple("PyObject *" + ", *".join(names) + ";"))
        else:
            nodes += [Simple(f"PyObject *{one};") for one in names]
        if self.result:
            default = {"o": "NULL", "i": "-1", "s": "-1"}[self.kind]
            nodes.append(Simple(f"{Function.TYPES[self.kind]}{self.result} = {default};"))
        return nodes

    def ending(self):
        if not self.goto:
            return []
        nodes = [Label(self.label)]
        for name in reversed(self.cleanup) if self.chance(0.5) else self.cleanup:
            nodes.append(Simple(f"Py_XDECREF({name});"))
        return nodes + [Simple(f"return {self.result};" if self.result else "return;")]

    # ---- leaving

    def release(self, name):
        """The statement that gives up what a variable owns."""
        state = self.state[name]
        if name in self.cleanup or self.chance(0.1):
            self.gone(name, "null")
            return Simple(f"Py_CLEAR({name});")
        still = self.kinds[name] == "holder" and self.chance(0.1)  # borrowed, as before
        self.gone(name, {"own": "live", "ownmaybe": "maybe"}[state] if still else "dead")
        return Simple(f"{'Py_DECREF' if state == 'own' else 'Py_XDECREF'}({name});")

    def release_all(self, but=()):
        nodes = []
        for name in reversed(list(self.state)):
            if name in but or (self.goto and name in self.cleanup):
                continue
            if self.state[name] in OWNED:
                text = "Py_DECREF" if self.state[name] == "own" else "Py_XDECREF"
                nodes.append(Simple(f"{text}({name});"))
        return nodes

    def to_label(self):
        """What the label must find in the variables that it releases."""
        nodes = []
        for name in self.cleanup:
            if self.state.get(name, "null") not in OWNED + ("null",):
                nodes.append(Simple(f"{name} = NULL;"))
        return nodes

    def jump(self, value):
        nodes = []
        if value is not None and self.result:
            nodes.append(Simple(f"{self.result} = {value};"))
        return nodes + self.release_all() + self.to_label() + [Simple(f"goto {self.label};")]

    def leave(self, error, last=False):
        """Statements that leave the function; the flow ends."""
        nodes = self._leave(error, last)
        self.state = None
        return nodes

    def _leave(self, error, last):
        if error:
            if self.kind == "v":
                before = [Simple("PyErr_Clear();")]
                return before + (self.jump(None) if self.goto else self.release_all() + [Simple("return;")])
            value = "NULL" if self.kind == "o" else "-1"
            if self.goto:
                return self.jump(None)
            return self.release_all() + [Simple(f"return {value};")]
        if self.kind == "v":
            if last and (self.goto or self.chance(0.7)):
                return self.release_all() + (self.to_label() if self.goto else [])
            return self.jump(None) if self.goto else self.release_all() + [Simple("return;")]
        before, value, given = self.normal_value()
        if self.goto:
            # What is given away must not be released at the label.
            nodes = before
            if given:
                nodes = nodes + [Simple(f"{self.result} = {given};")]
                if given in self.cleanup:
                    nodes.append(Simple(f"{given} = NULL;"))
                self.state[given] = "null"
                value = None
            elif value == "Py_None":
                nodes = nodes + [Simple("Py_INCREF(Py_None);")]
            tail = self.jump(value)
            return nodes + (tail[:-1] if last else tail)
        if value == "Py_None":
            return before + self.release_all() + [Simple(self.pick(
                "Py_RETURN_NONE;", "Py_RETURN_NONE;", "Py_INCREF(Py_None);\nreturn Py_None;"))]
        if value == "Py_True":
            return before + self.release_all() + [Simple("Py_RETURN_TRUE;")]
        released = self.release_all(but=[given] if given else [])
        if released and not given and self.value_hangs:
            name = self.fresh(["answer", "outcome"])
            return before + [Simple(f"{Function.TYPES[self.kind]}{name} = {value};")] + released + [
                Simple(f"return {name};")]
        return before + released + [Simple(f"return {given or value};")]

    def normal_value(self):
        """(statements, expression, or the owned variable that is handed over)."""
        thing = self.some(("holder", "part"), ("live",))
        maybe = self.some(("holder",), ("maybe",))
        self.value_hangs = thing and self.hangs_on_owned(thing)
        if self.kind == "o":
            owned = self.some(("temp", "holder"), ("own",))
            if owned and owned not in self.frozen and self.chance(0.6):
                return [], None, owned
            box = self.some(("box",), ("live",))
            if box and self.chance(0.4):
                self.value_hangs = self.hangs_on_owned(box)
                return [Simple(f"Py_INCREF({box}->value);")], f"{box}->value", None
            if thing and self.chance(0.6):
                how = self.weighted([("incref", 3), ("newref", 2), ("str", 3), ("build", 1.5), ("pack", 1), ("made", 1)])
                if how == "made":
                    return [], f"{self.text_helper()}({thing})", None
                if how == "incref" and not (self.goto and thing in self.cleanup):
                    return [Simple(f"Py_INCREF({thing});")], thing, None
                return [], {"incref": f"Py_NewRef({thing})", "newref": f"Py_NewRef({thing})", "str": f"PyObject_Str({thing})",
                            "build": f'Py_BuildValue("(Oi)", {thing}, {self.n})',
                            "pack": f"PyTuple_Pack(2, {thing}, {self.k})"}[how], None
            if maybe and self.chance(0.4):
                return [], f"Py_NewRef({maybe} ? {maybe} : Py_None)", None
            return [], self.weighted([("Py_None", 4), (f"PyLong_FromLong({self.n})", 2),
                                      (f"Py_NewRef({self.out})", 1)] +
                                     ([] if self.goto else [("Py_True", 1)])), None
        if thing and self.chance(0.5):
            return [], self.pick(f"PyObject_IsTrue({thing})", f"PyUnicode_Check({thing})",
                                 f"{thing} == Py_None", f"PyTuple_Check({thing}) ? {self.n} : 7"), None
        if maybe and self.chance(0.3):
            return [], self.pick(f"{maybe} != NULL", f"{maybe} == NULL ? 3 : PyUnicode_Check({maybe})"), None
        return [], self.pick("0", "0", "1", self.n, f"{self.n} + 1"), None

    def text_helper(self):
        """A static function that returns a new reference."""
        name = f"text_{self.name}"
        if not any(name in one for one in self.before):
            body = self.pick("return PyObject_Str(one);",
                             "if (PyUnicode_Check(one))\n        Py_RETURN_NONE;\n    return PyObject_Repr(one);",
                             "PyObject *made = PyObject_Str(one);\n    if (made == NULL)\n        return NULL;\n"
                             "    return made;")
            self.before.append(f"static PyObject *\n{name}(PyObject *one)\n{{\n    {body}\n}}\n\n")
        return name

    def bail(self):
        """The body of an `if` that leaves because an exception is set. The flow
        that does not bail goes on, so the state stays."""
        saved = dict(self.state)
        nodes = self.leave(True)
        self.state = saved
        return nodes

    def guard(self, condition, before=(), error=True):
        """`if (condition) leave;`"""
        saved = dict(self.state)
        nodes = list(before) + self.leave(error)
        self.state = saved
        return If(condition, nodes, None, self.chance(0.35), self.chance(0.4))

    def no_error_exit(self):
        saved = dict(self.state)
        nodes = self.leave(False)
        self.state = saved
        return nodes

    # ---- joining paths

    def settle(self, nodes, name, target):
        """Brings a variable to a state that a join needs."""
        state = self.state[name]
        if state in OWNED and target != state:
            if target == "null":
                nodes.append(Simple(f"Py_CLEAR({name});"))
                return self.gone(name, "null")
            nodes.append(Simple(f"{'Py_DECREF' if state == 'own' else 'Py_XDECREF'}({name});"))
            self.gone(name, "dead" if self.kinds[name] == "temp" else "live" if state == "own" else "maybe")
            state = self.state[name]
        if (target == "maybe" and state in ("dead", "unset")) or (target == "null" and state != "null"):
            nodes.append(Simple(f"{name} = NULL;"))

    def merge(self, a, na, b, nb):
        """The state after two branches; may add releases to either."""
        if a is None or b is None:
            return b if a is None else a
        merged, lost = {}, []
        for name in a:
            state = join(a[name], b[name])
            if state is None:
                for branch, nodes in ((a, na), (b, nb)):
                    if branch[name] in OWNED:
                        text = "Py_DECREF" if branch[name] == "own" else "Py_XDECREF"
                        nodes.append(Simple(f"{text}({name});"))
                state = "dead"
                lost.append(name)
            merged[name] = state
        for name in lost:
            for fed in [v for v in merged if self.hangs_on(v, name)]:
                merged[fed] = "dead"
        return merged

    def hangs_on(self, name, other):
        while name and name != other:
            name = self.parents.get(name)
        return name == other

    def scoped(self, depth, size):
        """The statements of an inner block; its variables end with it."""
        self.scopes.append([])
        nodes = self.block(depth, size)
        return nodes + self.close_scope()

    def close_scope(self):
        nodes = []
        for name in self.scopes.pop():
            if self.state is not None:
                if self.state[name] in OWNED:
                    nodes.append(self.release(name))
                del self.state[name]
        return nodes

    # ---- statements

    def block(self, depth, size):
        nodes = []
        for _ in range(size):
            if self.state is None:
                break
            self.statements += 1
            if self.statements > self.MAX_STATEMENTS:
                raise Exhausted
            nodes += self.statement(depth)
        return nodes

    def statement(self, depth):
        deep = 1.0 if depth < 3 else 0.0
        more = 1.0 if self.site_count < self.most_sites else 0.0
        table = [
            (self.acquire, 4 * more),
            (self.use, 6), (self.use, 2), (self.derive, 2.5), (self.alias, 0.7),
            (self.branch, 3 * deep), (self.loop, 1.2 * deep), (self.switch, 0.6 * deep),
            (self.nested_block, 0.3 * deep), (self.do_once, 0.3 * deep),
            (self.take, 1.5), (self.give_up, 0.8), (self.mutate, 0.5), (self.early_exit, 0.8),
            (self.trace, 0.5), (self.idiom, 1.2 * more if depth < 2 else 0), (self.comment, 0.4), (self.conditional, 0.35),
        ]
        if self.cxx:
            table.append((self.throw, 0.25))
        if not self.traits["apis"] and self.chance(0.6):
            return self.acquire(depth)
        if not more and self.chance(0.8) and not self.visible(
                (*PARTLY, "holder"), ("live", "maybe", "own", "ownmaybe")):
            return []  # nothing left to do
        for _ in range(4):
            nodes = self.weighted(table)(depth)
            if nodes is not None:
                return nodes
        return [self.point()]

    def trace(self, depth):
        return [self.point()]

    def comment(self, depth):
        return [Comment(self.pick("look at it", "borrowed", "see above", "the usual case"))]

    def idiom(self, depth):
        return self.rng.choice(IDIOMS)(self, depth)

    def acquire(self, depth):
        return self.sites.acquire(depth)

    def condition(self):
        """(text, names refined when true, names refined when false)."""
        maybe = self.some(("holder",), ("maybe", "ownmaybe"))
        thing = self.object()
        full = {"maybe": "live", "ownmaybe": "own"}
        if maybe and self.chance(0.6):
            up = {maybe: full[self.state[maybe]]}
            down = {maybe: "null"}
            text, up, down = self.rng.choice([
                (f"{maybe} != NULL", up, down), (maybe, up, down), (f"{maybe} == NULL", down, up),
                (f"!{maybe}", down, up), (f"{maybe} && PyUnicode_Check({maybe})", up, {}),
                (f"{maybe} != NULL && {maybe} != Py_None", up, {}),
                (f"{maybe} == NULL || {maybe} == Py_None", {}, up),
                (f"NULL == {maybe}", down, up)])
            return text, up, down
        if thing and self.chance(0.5):
            return self.pick(f"PyUnicode_Check({thing})", f"{thing} == Py_None", f"PyTuple_Check({thing})",
                             f"!Box_Check({thing})", f"Py_TYPE({thing}) == &PyLong_Type"), {}, {}
        n = self.n
        return self.pick(f"{n} > 1", f"{n} == 0", f"{n} & 1", f"{n}", f"!{n}", f"{n} < 2"), {}, {}

    def branch(self, depth):
        text, up, down = self.condition()
        before = dict(self.state)
        self.state.update(up)
        then = self.scoped(depth + 1, self.rng.randint(1, 4))
        a = self.state
        self.state = {**before, **down}
        otherwise = []
        if self.chance(0.45):
            if self.chance(0.25) and depth < 3:
                otherwise = self.branch(depth + 1)
            else:
                otherwise = self.scoped(depth + 1, self.rng.randint(1, 3))
        b = self.state
        self.state = self.merge(a, then, b, otherwise)
        return [If(text, then, otherwise or None, self.chance(0.5), self.chance(0.3))]

    def early_exit(self, depth):
        text, up, down = self.condition()
        before = dict(self.state)
        self.state.update(up)
        self.scopes.append([])
        nodes = []
        if self.chance(0.3):
            nodes += self.use(depth) or []
        if self.state is None:
            pass
        elif self.loops and self.chance(0.6):
            nodes += self.jump_in_loop()
        else:
            nodes += self.leave(False)
        self.scopes.pop()
        self.state = {**before, **down}
        return [If(text, nodes, None, self.chance(0.5), self.chance(0.3))]

    # Loops and switches: what the body may change has a state that holds at the
    # head, at every jump, and afterwards.

    def enter(self, is_switch, nodes):
        head = dict(self.state)
        frozen = set()
        for name, state in head.items():
            if name in self.frozen or state in OWNED:
                frozen.add(name)
            elif self.kinds[name] == "temp" and name in self.cleanup and state == "null":
                pass
            elif self.kinds[name] != "holder" or self.chance(0.4):
                frozen.add(name)
            elif state in ("null", "maybe", "live") and self.chance(0.6):
                head[name] = "maybe"
            elif state == "unset" and self.chance(0.3):
                nodes.append(Simple(f"{name} = NULL;"))
                head[name] = "maybe"
            else:
                head[name] = "dead"
        self.loops.append((dict(head), is_switch, self.frozen))
        self.frozen = self.frozen | frozen
        self.state = dict(head)

    def at_head(self, nodes):
        """Brings the state to that of the innermost loop's head."""
        head = self.loops[-1][0]
        for name in list(self.state):
            if name not in head and self.state[name] in OWNED:
                nodes.append(self.release(name))
            elif name in head and name not in self.frozen:
                self.settle(nodes, name, head[name])
        self.state.update(head)

    def jump_in_loop(self):
        nodes = []
        self.at_head(nodes)
        is_switch = self.loops[-1][1]
        outer = [x for x in self.loops if not x[1]]
        word = "break" if is_switch or not outer or self.chance(0.5) else "continue"
        self.state = None
        return nodes + [Simple(f"{word};")]

    def leave_loop(self):
        head, _, frozen = self.loops.pop()
        self.frozen = frozen
        self.state = dict(head)

    def loop_body(self, depth, size, first=None):
        self.scopes.append([])
        nodes = first() if first else []
        nodes += self.block(depth + 1, size)
        if self.state is not None:
            self.at_head(nodes)
        self.scopes.pop()
        return nodes

    def loop(self, depth):
        nodes = []
        self.enter(False, nodes)
        i = self.fresh(["i", "j", "idx", "pos", "ii"])
        form = self.weighted([("count", 3), ("list", 3), ("while", 1)])
        first = None
        if form == "list":
            condition = f"PyList_Check({self.l}) && {i} < PyList_GET_SIZE({self.l})"
            first = lambda: self.sites.item_of_loop(i)
        else:
            condition = f"{i} < {self.pick('2', '3', self.n)}"
        body = self.loop_body(depth, self.rng.randint(1, 4), first)
        self.leave_loop()
        if form == "while":
            nodes.append(Simple(f"int {i} = 0;"))
            return nodes + [Loop(f"while ({i}++ < {self.pick('2', '3', self.n)})", body)]
        if self.chance(0.6):
            return nodes + [Loop(f"for (Py_ssize_t {i} = 0; {condition}; {i}++)", body, "", self.chance(0.4))]
        nodes.append(Simple(f"Py_ssize_t {i};"))
        return nodes + [Loop(f"for ({i} = 0; {condition}; {i}++)", body, "", self.chance(0.4))]

    def do_once(self, depth):
        nodes = []
        self.enter(False, nodes)
        body = self.loop_body(depth, self.rng.randint(2, 4))
        self.leave_loop()
        return nodes + [Loop("do", body, "while (0);")]

    def switch(self, depth):
        nodes = []
        self.enter(True, nodes)
        head = dict(self.state)
        cases = []
        labels = ["case 0", "case 1", "case 2"][:self.rng.randint(1, 3)] + ["default"]
        for label in labels:
            self.state = dict(head)
            body = self.loop_body(depth, self.rng.randint(1, 3))
            if self.state is not None and (label == labels[-1] or self.chance(0.8)):
                body.append(Simple("break;"))
            elif self.state is not None:
                body.append(Comment("fall through"))
            cases.append([label, body])
        self.leave_loop()
        return nodes + [Switch(self.n, cases)]

    def nested_block(self, depth):
        return [Block(self.scoped(depth + 1, self.rng.randint(2, 4)))]

    # ---- references

    def take(self, depth):
        """An INCREF of something borrowed."""
        live = [v for v in self.visible(("holder",), ("live",)) if v not in self.frozen and
                not (self.loops and any(self.state[x] == "live" for x in self.feeds(v)))]
        maybe = [v for v in self.visible(("holder",), ("maybe",)) if v not in self.frozen]
        if live and self.chance(0.8):
            name = self.rng.choice(live)
            if self.chance(0.15):
                copy, declared = self.temp()
                self.state[copy] = "own"
                return [Simple(f"{declared} = Py_NewRef({name});")]
            self.state[name] = "own"
            return [Simple(self.weighted([(f"Py_INCREF({name});", 6), (f"Py_XINCREF({name});", 1),
                                          (f"{name} = Py_NewRef({name});", 1)]))]
        if maybe:
            name = self.rng.choice(maybe)
            self.state[name] = "ownmaybe"
            if self.chance(0.2):
                return [If(name, [Simple(f"Py_INCREF({name});")], None, self.chance(0.5), self.chance(0.5))]
            return [Simple(f"Py_XINCREF({name});")]
        return None

    def give_up(self, depth):
        owned = [v for v in self.visible(("holder", "temp"), OWNED) if v not in self.frozen]
        if not owned:
            return None
        return [self.release(self.rng.choice(owned))]

    def temp(self, name=None):
        """A variable for a new reference, and how to begin its assignment."""
        free = [v for v in self.cleanup if self.kinds[v] == "temp" and self.state.get(v) == "null" and
                v not in self.frozen]
        if free and self.chance(0.8):
            chosen = self.rng.choice(free)
            return chosen, chosen
        name = name or self.fresh(TEMPS)
        self.declare(name, "temp", "null")
        return name, f"PyObject *{name}"

    def mutate(self, depth):
        """Takes borrowed objects away from their lender."""
        if self.traits.get("inserts"):
            return None
        if self.mutable == "d":
            self.traits["mutates"] = True
            return [self.weighted([
                (Simple(f"PyDict_Clear({self.d});"), 2),
                (self.guard(f"PyDict_SetItem({self.d}, {self.k}, Py_None) < 0"), 2),
                (If(f"PyDict_DelItem({self.d}, {self.k}) < 0", [Simple("PyErr_Clear();")], None, True), 1)])]
        if self.mutable == "l":
            self.traits["mutates"] = True
            return [self.weighted([
                (self.guard(f"PyList_SetSlice({self.l}, 0, 1, NULL) < 0"), 1),
                (self.guard(f"PyList_SetItem({self.l}, 0, Py_NewRef(Py_None)) < 0"), 1)])]
        return None

    def alias(self, depth):
        name = self.some(("holder", "part"), ("live",))
        if not name:
            return None
        other = self.fresh(["alias", "same", "cur", "o", "x"])
        self.declare(other, "part", "live", name)
        return [Simple(f"PyObject *{other} = {name};")]

    def derive(self, depth):
        """Something whose life hangs on an object."""
        base = self.some(("holder", "part"), ("live",)) or self.object()
        if not base or self.kinds[base] == "temp":
            return None
        how = self.weighted([("utf8", 3), ("check", 1), ("tuple", 3), ("box", 3), ("unknown", 1.5),
                             ("member", 2), ("number", 1), ("items", 1), ("odd", 4)])
        name = self.fresh(PARTS)
        if self.cxx and self.chance(0.2):
            return self.derive_in_cxx(base, name)
        if how == "odd":
            return self.derive_oddly(base, name)
        if how == "utf8":
            self.declare(name, "text", "live", base)
            return [Simple(f"const char *{name} = PyUnicode_AsUTF8({base});"), self.guard(f"{name} == NULL")]
        if how == "check":
            self.declare(name, "text", "live", base)
            return [Simple(f'const char *{name} = PyUnicode_Check({base}) ? PyUnicode_AsUTF8({base}) : "none";'),
                    self.guard(f"!{name}")]
        if how == "unknown":
            self.declare(name, "text", "live", base)
            return [Simple(f"const char *{name} = fuzz_text({base});")]
        if how in ("tuple", "items"):
            guard = f"!PyTuple_Check({base}) || PyTuple_GET_SIZE({base}) < 4"
            error = [Simple(f'PyErr_SetString(PyExc_TypeError, "no tuple");')]
            node = self.guard(guard, error) if self.chance(0.5) else self.guard(guard, error=False)
            if self.chance(0.2):
                self.declare(name, "items", "live", base)
                return [node, Simple(f"PyObject **{name} = {self.pick(f'((PyTupleObject *){base})->ob_item', f'&PyTuple_GET_ITEM({base}, 0)', f'PySequence_Fast_ITEMS({base})')};")]
            self.declare(name, "part", "live", base)
            return [node, Simple(f"PyObject *{name} = PyTuple_GET_ITEM({base}, {self.pick('0', '2', '3')});")]
        error = [Simple(f'PyErr_Format(PyExc_TypeError, "no box but %s", Py_TYPE({base})->tp_name);')]
        node = self.guard(f"!Box_Check({base})", error) if self.chance(0.5) else self.guard(
            f"!Box_Check({base})", error=False)
        if how == "box" and self.chance(0.15):
            self.declare(name, "copy", "live", base)
            return [node, Simple(f"BoxObject {name} = *(BoxObject *){base};")]
        if how == "box":
            self.declare(name, "box", "live", base)
            return [node, Simple(f"BoxObject *{name} = (BoxObject *){base};")]
        if how == "number":
            self.declare(name, "number", "live", base)
            return [node, Simple(f"long *{name} = &((BoxObject *){base})->number;")]
        if self.chance(0.5):
            self.declare(name, "part", "live", base)
            return [node, Simple(f"PyObject *{name} = ((BoxObject *){base})->value;")]
        self.declare(name, "text", "live", base)
        return [node, Simple(f"const char *{name} = ((BoxObject *){base})->text;")]

    def derive_in_cxx(self, base, name):
        """References, lambdas, and objects whose destructors use what they hold."""
        how = self.pick("reference", "auto", "lambda", "all", "guard", "look", "view")
        if how in ("reference", "auto"):
            if how == "reference" and self.kinds[base] == "holder" and base not in self.frozen:
                return None  # the variable may change, and the reference with it
            self.declare(name, "part", "live", base)
            return [Simple(f"PyObject *const &{name} = {base};" if how == "reference" else f"auto *{name} = {base};")]
        if how in ("lambda", "all"):
            capture = base if how == "lambda" else "&"
            return [Simple(f"auto {name} = [{capture}] {{ fuzz_see({base}); }};"), Simple(f"{name}();")]
        if how == "view":
            self.declare(name, "text", "live", base)
            return [Simple(f"const char *{name}{{fuzz_text({base})}};")]
        if how == "look":
            if self.mutable or self.hangs_on_owned(base):
                return None  # it would look when its object is gone
            return [Simple(f"BoxLook {name}({base});")]
        self.declare(name, "part", "live")
        return [Simple(f"BoxGuard {name}_guard({base});"), Simple(f"PyObject *{name} = {name}_guard.get();")]

    def throw(self, depth):
        """A call that may throw; nothing is owned that nobody would release."""
        if not self.cxx or any(s in OWNED for s in self.state.values()):
            return None
        if self.chance(0.3):
            call = self.fresh(["callback", "hook"])
            return [Simple(f"FuzzCall {call} = fuzz_throw;"), Simple(f"{call}({self.n});")]
        return [Simple(f"fuzz_throw({self.n});")]

    def derive_oddly(self, base, name):
        """Pointers that hide: in structs, integers, out-parameters, globals."""
        how = self.pick("view", "integer", "out", "size", "array", "search", "kept", "type")
        kind = {"view": "view", "integer": "integer", "array": "array", "search": "maybe text", "kept": "kept"}
        if how == "kept":
            name = "fuzz_kept"
            if name in self.kinds:
                return None
        self.declare(name, kind.get(how, "text"), "live", base)
        if how == "size":
            size = self.fresh(["len", "length", "bytes"])
            return [Simple(f"Py_ssize_t {size};"),
                    Simple(f"const char *{name} = PyUnicode_AsUTF8AndSize({base}, &{size});"),
                    self.guard(f"{name} == NULL"), Simple(f"fuzz_point((int){size});")]
        return [Simple({
            "view": f"BoxView {name} = fuzz_view({base});",
            "integer": f"Py_uintptr_t {name} = (Py_uintptr_t)fuzz_text({base});",
            "out": f"const char *{name};\nfuzz_split({base}, &{name});",
            "array": f"const char *{name}[2] = {{fuzz_text({base}), NULL}};",
            "search": f"const char *{name} = strchr(fuzz_text({base}), 'n');",
            "kept": f"{name} = fuzz_text({base});",
            "type": f"const char *{name} = Py_TYPE({base})->tp_name;"}[how])]

    def use_odd(self):
        name = self.some(("copy", "view", "integer", "array", "maybe text", "items", "kept"), ("live",))
        return [Simple({
            "copy": f"fuzz_see({name}.value);", "view": f"fuzz_point((int)strlen({name}.text));\nfuzz_see({name}.value);",
            "integer": f"fuzz_point((int)strlen((const char *){name}));",
            "array": f"fuzz_point({name}[0][0]);",
            "maybe text": f"fuzz_point({name} ? {name}[0] : 0);",
            "items": f"fuzz_see({name}[1]);", "kept": f"fuzz_point((int)strlen({name}));"}[self.kinds[name]])]

    def conditional(self, depth):
        """Something that this build or the other one does not see."""
        saved = dict(self.state)
        self.scopes.append([])
        nodes = self.early_exit(depth) if self.chance(0.6) else self.use_object_without_effect()
        self.scopes.pop()
        self.state = saved
        return [Conditional(nodes, self.pick("#ifdef FUZZ_OTHER", "#ifndef FUZZ_OTHER"))] if nodes else None

    def use_object_without_effect(self):
        thing = self.object()
        return [Simple(f"fuzz_see({thing});")] if thing else None

    # ---- uses

    def use(self, depth):
        choices = []
        thing, text = self.object(), self.some(("text",), ("live",))
        box, number = self.some(("box",), ("live",)), self.some(("number",), ("live",))
        if thing:
            choices += [self.use_object] * 6
        if text:
            choices += [self.use_text] * 3
        if box:
            choices += [self.use_box] * 3
        if self.some(("copy", "view", "integer", "array", "maybe text", "items", "kept"), ("live",)):
            choices += [self.use_odd] * 3
        if number:
            choices += [lambda: [Simple(f"fuzz_point((int)*{number});")]]
        return self.rng.choice(choices)() if choices else None

    def use_text(self):
        name = self.some(("text",), ("live",))
        how = self.weighted([("object", 3), ("length", 2), ("compare", 1), ("raise", 0.5)])
        if how == "object":
            return self.new_object(f"PyUnicode_FromString({name})")
        if how == "length":
            return [Simple(f"fuzz_point((int)strlen({name}));")]
        if how == "compare":
            return [If(f'strcmp({name}, "text") == 0', [self.point()], None, self.chance(0.5))]
        return [If(f"{self.n} == 2", self.raising(f'PyErr_Format(PyExc_KeyError, "%s", {name});'))]

    def raising(self, text):
        saved = dict(self.state)
        nodes = [Simple(text)] + self.leave(True)
        self.state = saved
        return nodes

    def use_box(self):
        name = self.some(("box",), ("live",))
        return [self.weighted([
            (Simple(f"fuzz_point((int){name}->number);"), 3), (Simple(f"fuzz_see({name}->value);"), 3),
            (self.guard(f"PyList_Append({self.out}, {name}->value) < 0"), 2),
            (self.guard(f"PyList_Append({self.out}, (PyObject *){name}) < 0"), 2),
            (Simple(f"fuzz_point({name}->text[0]);"), 1)])]

    def new_object(self, expression, name=None, keep=None):
        """A new reference, checked; mostly released again soon."""
        name, declared = self.temp(name)
        nodes = [Simple(f"{declared} = {expression};"), self.guard(self.pick(f"{name} == NULL", f"!{name}"))]
        self.state[name] = "own"
        if keep is None and self.chance(0.5):
            nodes.append(self.guard(f"PyList_Append({self.out}, {name}) < 0"))
        if not keep and (self.loops or self.chance(0.6)):
            nodes.append(self.drop(name))
        return (nodes, name) if keep else nodes

    def drop(self, name):
        """Releases a variable of temp()."""
        at_label = name in self.cleanup
        self.gone(name, "null" if at_label else "dead")
        return Simple(f"Py_CLEAR({name});" if at_label else f"Py_DECREF({name});")

    def use_object(self):
        v = self.object()
        how = self.weighted([
            ("see", 4), ("append", 3), ("new", 4), ("number", 1.5), ("truth", 1.5), ("compare", 1),
            ("raise", 0.8), ("steal", 2), ("check", 1), ("setitem", 0.5), ("vector", 0.5), ("call", 0.7),
            ("walk", 0.4), ("refcount", 0.1)])
        if how == "see":
            return [Simple(f"fuzz_see({v});")]
        if how == "append":
            return [self.guard(f"PyList_Append({self.out}, {v}) < 0")]
        if how == "new":
            return self.new_object(self.pick(
                f"PyObject_Str({v})", f"PyObject_Str({v})", f"PyObject_Repr({v})", f"PyTuple_Pack(1, {v})",
                f'Py_BuildValue("Oi", {v}, {self.n})', f'Py_BuildValue("(ON)", {v}, Py_NewRef({v}))',
                f"PyObject_Type({v})", f'PyObject_CallMethod({v}, "__str__", NULL)',
                f"PySequence_List({v})", f"PyObject_GetIter({v})"))
        if how == "number":
            name = self.fresh(["num", "size", "count2"])
            call = self.pick("PyObject_Size", "PyLong_AsLong", "PyObject_Hash")
            return [Simple(f"long {name} = (long){call}({v});"),
                    self.guard(f"{name} == -1 && PyErr_Occurred()"), Simple(f"fuzz_point((int){name} & 0);")]
        if how == "truth":
            if self.chance(0.5):
                return [self.guard(f"PyObject_IsTrue({v}) < 0")]
            name = self.fresh(["truth", "ok", "yes"])
            return [Simple(f"int {name} = PyObject_IsTrue({v});"), self.guard(f"{name} < 0"),
                    Simple(f"fuzz_point({name});")]
        if how == "compare":
            name = self.fresh(["same", "eq"])
            return [Simple(f"int {name} = PyObject_RichCompareBool({v}, {self.k}, Py_EQ);"),
                    self.guard(f"{name} < 0"), Simple(f"fuzz_point({name});")]
        if how == "raise":
            return [If(f"{self.n} == {self.pick('1', '2')}",
                       self.raising(f'PyErr_Format(PyExc_ValueError, "bad %s", Py_TYPE({v})->tp_name);'))]
        if how == "check":
            return [Simple(f"fuzz_point(PyUnicode_Check({v}) ? 1 : PyTuple_Check({v}) ? 2 : 3);")]
        if how == "walk":
            i = self.fresh(["p", "c", "cursor"])
            return [Loop(f"for (const char *{i} = fuzz_text({v}); *{i}; {i}++)", [Simple(f"fuzz_point(*{i});")],
                         "", self.chance(0.5))]
        if how == "refcount":
            return [If(f"Py_REFCNT({v}) > {self.pick('1', '2', '3')}", [self.point()], None, self.chance(0.5))]
        if how == "setitem":
            return [self.guard(f"PyList_Append({self.out}, {v} == Py_None ? Py_True : {v}) < 0")]
        if how == "call":
            return self.new_object(f'PyObject_CallFunctionObjArgs((PyObject *)&PyTuple_Type, {v}, NULL)')
        if how == "vector":
            name = self.fresh(["stack", "vec"])
            return [Simple(f"PyObject *{name}[2] = {{NULL, {v}}};")] + self.new_object(
                f"PyObject_Vectorcall((PyObject *)&PyUnicode_Type, {name} + 1, "
                "1 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)")
        return self.steal(v)

    def steal(self, v):
        """The object goes into a tuple or a list, with a reference."""
        name = self.fresh(["pair", "tup", "lst", "box_of"])
        held = self.kinds[v] == "holder" and v not in self.frozen and v not in self.cleanup
        how = self.pick("tuple", "list", "build", "tuple")
        if how == "build":
            if held and self.state[v] == "own":
                self.gone(v, "dead")
                return self.new_object(f'Py_BuildValue("(N)", {v})', name, keep=False)
            return [Simple(f"Py_INCREF({v});")] + self.new_object(f'Py_BuildValue("(N)", {v})', name, keep=False)
        nodes, name = self.new_object({"tuple": "PyTuple_New(1)", "list": "PyList_New(1)"}[how], name, keep=True)
        setter = {"tuple": "PyTuple_SET_ITEM", "list": "PyList_SET_ITEM"}[how]
        if held and self.state[v] == "own" and self.chance(0.6):
            nodes.append(Simple(f"{setter}({name}, 0, {v});"))
            self.gone(v, "dead")
        elif self.state[v] == "live" and self.chance(0.7):
            nodes += [Simple(f"Py_INCREF({v});"), Simple(f"{setter}({name}, 0, {v});")]
        else:
            nodes.append(Simple(f"{setter}({name}, 0, Py_NewRef({v}));"))
        nodes.append(self.guard(f"PyList_Append({self.out}, {name}) < 0"))
        return nodes + [self.drop(name)]


def generate(seed, name, cxx=False):
    """The function of this seed and language: always the same one."""
    for attempt in range(50):
        try:
            generator = Generator(f"{seed}/{attempt}", name, cxx)
            function = generator.function()
        except Exhausted:
            continue
        if function.traits["apis"]:
            return function
    raise ValueError(f"seed {seed} gives no function")
