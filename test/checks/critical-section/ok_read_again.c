#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject **items;
    Py_ssize_t count;
    PyObject *last;
    PyObject *name; // set once, by the type's tp_new
} Stack;

static PyObject *
stack_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Stack *self = (Stack *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->name = PyUnicode_FromString("stack");
    }
    return (PyObject *)self;
}

static PyObject *
push(Stack *self, PyObject *item)
{
    int failed = 0;
    Py_BEGIN_CRITICAL_SECTION(self);
    PyObject **items = PyMem_Realloc(self->items, (self->count + 1) * sizeof(PyObject *));
    if (items == NULL) {
        failed = 1;
    }
    else {
        self->items = items;
        self->items[self->count++] = Py_NewRef(item);
        Py_XSETREF(self->last, Py_NewRef(item));
    }
    Py_END_CRITICAL_SECTION();
    return failed ? PyErr_NoMemory() : Py_NewRef(Py_None);
}

// Size and array are asked for in each round, and the item is kept.
static PyObject *
map_read_again(Stack *self, PyObject *function)
{
    PyObject *result = PyList_New(0);
    Py_BEGIN_CRITICAL_SECTION(self);
    for (Py_ssize_t i = 0; i < self->count; i++) {
        PyObject *item = Py_NewRef(self->items[i]);
        PyObject *value = PyObject_CallOneArg(function, item);
        Py_DECREF(item);
        if (value == NULL) {
            break;
        }
        PyList_Append(result, value);
        Py_DECREF(value);
    }
    Py_END_CRITICAL_SECTION();
    return result;
}

// Nothing in the loop suspends the section.
static Py_ssize_t
count_nones(PyObject *list)
{
    Py_ssize_t nones = 0;
    Py_BEGIN_CRITICAL_SECTION(list);
    Py_ssize_t count = PyList_GET_SIZE(list);
    for (Py_ssize_t i = 0; i < count; i++) {
        nones += PyList_GET_ITEM(list, i) == Py_None;
    }
    Py_END_CRITICAL_SECTION();
    return nones;
}

// The call comes before what is read, and the item is asked for with a check.
static double
sum_checked(PyObject *list, PyObject *function)
{
    double sum = 0;
    Py_BEGIN_CRITICAL_SECTION(list);
    Py_XDECREF(PyObject_CallNoArgs(function));
    Py_ssize_t count = PyList_GET_SIZE(list);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyList_GetItemRef(list, i);
        if (item == NULL) {
            break;
        }
        sum += PyFloat_AsDouble(item);
        Py_DECREF(item);
    }
    Py_END_CRITICAL_SECTION();
    return sum;
}

// Looking up what the items stand for runs no Python code but __hash__ and __eq__.
static Py_ssize_t
count_known(PyObject *list, PyObject *known)
{
    Py_ssize_t found = 0;
    Py_BEGIN_CRITICAL_SECTION(list);
    Py_ssize_t count = PyList_GET_SIZE(list);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        found += PyDict_Contains(known, item) == 1;
        Py_DECREF(item);
    }
    Py_END_CRITICAL_SECTION();
    return found;
}

// A reference of its own, taken while the lock was held.
static PyObject *
peek_strong(Stack *self, PyObject *unused)
{
    PyObject *item = NULL;
    Py_BEGIN_CRITICAL_SECTION(self);
    if (self->count > 0) {
        item = self->items[0];
        Py_INCREF(item);
    }
    Py_END_CRITICAL_SECTION();
    return item == NULL ? Py_NewRef(Py_None) : item;
}

// What was in the field belongs to the caller now.
static PyObject *
take_last(Stack *self, PyObject *unused)
{
    PyObject *item;
    Py_BEGIN_CRITICAL_SECTION(self);
    item = self->last;
    self->last = NULL;
    Py_END_CRITICAL_SECTION();
    return item == NULL ? Py_NewRef(Py_None) : item;
}

static PyObject *
pop(Stack *self, PyObject *unused)
{
    PyObject *item = NULL;
    Py_BEGIN_CRITICAL_SECTION(self);
    if (self->count > 0) {
        item = self->items[--self->count];
    }
    Py_END_CRITICAL_SECTION();
    return item == NULL ? Py_NewRef(Py_None) : item;
}

// So does the array.
static PyObject *
take_all(Stack *self, PyObject *unused)
{
    PyObject **items;
    Py_ssize_t count;
    Py_BEGIN_CRITICAL_SECTION(self);
    items = self->items;
    count = self->count;
    self->items = NULL;
    self->count = 0;
    Py_END_CRITICAL_SECTION();
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_DECREF(items[i]);
    }
    PyMem_Free(items);
    Py_RETURN_NONE;
}

// Nobody changes the name, and a number may be old.
static PyObject *
describe(Stack *self, PyObject *unused)
{
    PyObject *name;
    Py_ssize_t count;
    Py_BEGIN_CRITICAL_SECTION(self);
    name = self->name;
    count = self->count;
    Py_END_CRITICAL_SECTION();
    return PyUnicode_FromFormat("%U: %zd", name, count);
}

// Only compared.
static int
ends_with(Stack *self, PyObject *item)
{
    PyObject *last;
    Py_BEGIN_CRITICAL_SECTION(self);
    last = self->last;
    Py_END_CRITICAL_SECTION();
    return last == item;
}

/* The reference is taken by the name of the field. */
static PyObject *counted(Stack *self, PyObject *unused) {
  PyObject *last = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XINCREF(self->last);
  last = self->last;
  Py_END_CRITICAL_SECTION();
  return last;
}

static PyMethodDef methods[] = {
    {"counted", (PyCFunction)counted, METH_NOARGS, NULL},
    {"push", (PyCFunction)push, METH_O, NULL},
    {"map", (PyCFunction)map_read_again, METH_O, NULL},
    {"peek", (PyCFunction)peek_strong, METH_NOARGS, NULL},
    {"take", (PyCFunction)take_last, METH_NOARGS, NULL},
    {"take_all", (PyCFunction)take_all, METH_NOARGS, NULL},
    {"pop", (PyCFunction)pop, METH_NOARGS, NULL},
    {"describe", (PyCFunction)describe, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject StackType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "stack.Stack",
    .tp_basicsize = sizeof(Stack),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = stack_new,
    .tp_methods = methods,
};
