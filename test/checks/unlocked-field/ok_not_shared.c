// also: c++
#include <Python.h>

typedef struct Foo {
  PyObject_HEAD
  PyObject *hook;
  long a, b;
} Foo;

static PyTypeObject Foo_Type;

// Made here: nobody else has it.
static PyObject *copy(Foo *self, PyObject *unused) {
  Foo *other = PyObject_New(Foo, &Foo_Type);
  if (other == NULL)
    return NULL;
  other->hook = NULL;
  Py_XSETREF(other->hook, PyList_New(0));
  other->a++;
  other->b++;
  return (PyObject *)other;
}

// Local variables are nobody's field.
static PyObject *locals(Foo *self, PyObject *arg) {
  PyObject *value = Py_NewRef(arg);
  Py_SETREF(value, PyList_New(0));
  Py_CLEAR(value);
  Py_RETURN_NONE;
}

// A struct that is no object.
struct parser {
  PyObject *last;
  long line, column;
};

static PyObject *parse(Foo *self, PyObject *arg) {
  struct parser p = {NULL, 0, 0};
  struct parser *state = &p;
  Py_XSETREF(state->last, Py_NewRef(arg));
  state->line++;
  state->column++;
  return state->last;
}

// Only compared.
static PyObject *is_set(Foo *self, PyObject *unused) {
  return PyBool_FromLong(self->hook != NULL);
}

static PyMethodDef methods[] = {{"copy", (PyCFunction)copy, METH_NOARGS, NULL},
                                {"locals", (PyCFunction)locals, METH_O, NULL},
                                {"parse", (PyCFunction)parse, METH_O, NULL},
                                {"is_set", (PyCFunction)is_set, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};

PyMethodDef *the_methods(void) { return methods; }
