#include <Python.h>

typedef struct node {
    struct node *next;
    PyObject *value;
} Node;

typedef struct {
    PyObject_HEAD
    Node *head;
    char *buffer;
} Chain;

static PyObject *
push(Chain *self, PyObject *value)
{
    Node *node = PyMem_Malloc(sizeof(Node));
    if (node == NULL) {
        return PyErr_NoMemory();
    }
    node->value = Py_NewRef(value);
    Py_BEGIN_CRITICAL_SECTION(self);
    node->next = self->head;
    self->head = node;
    Py_END_CRITICAL_SECTION();
    Py_RETURN_NONE;
}

// What was taken out of the chain under its lock is nobody else's.
static PyObject *
pop(Chain *self, PyObject *unused)
{
    Node *node;
    Py_BEGIN_CRITICAL_SECTION(self);
    node = self->head;
    if (node != NULL) {
        self->head = node->next;
    }
    Py_END_CRITICAL_SECTION();
    if (node == NULL) {
        Py_RETURN_NONE;
    }
    PyObject *value = node->value;
    PyMem_Free(node);
    return value;
}

static PyObject *
reset(Chain *self, PyObject *unused)
{
    char *old;
    Py_BEGIN_CRITICAL_SECTION(self);
    old = self->buffer;
    self->buffer = NULL;
    Py_END_CRITICAL_SECTION();
    PyMem_Free(old);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"push", (PyCFunction)push, METH_O, NULL},
    {"pop", (PyCFunction)pop, METH_NOARGS, NULL},
    {"reset", (PyCFunction)reset, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
