#include <Python.h>

typedef struct Handle Handle;
int handle_use(Handle *);
struct Txn;
typedef struct Seq { PyObject_HEAD struct Txn *txn; struct Seq *next; } Seq;
typedef struct Txn { PyObject_HEAD Handle *txn; int flag_prepare; Seq *children; } Txn;
static PyTypeObject Txn_Type;

// The argument may be missing.
static int
check_txn(PyObject *txnobj, Handle **txn)
{
    if (txnobj == Py_None || txnobj == NULL) {
        *txn = NULL;
        return 1;
    }
    if (Py_TYPE(txnobj) == &Txn_Type) {
        *txn = ((Txn *)txnobj)->txn;
        return 1;
    }
    PyErr_SetString(PyExc_TypeError, "no txn");
    return 0;
}

static PyObject *
seq_open(Seq *self, PyObject *args)
{
    PyObject *txnobj = NULL;
    Handle *txn = NULL;
    if (!PyArg_ParseTuple(args, "|O:open", &txnobj))
        return NULL;
    if (!check_txn(txnobj, &txn)) // warn: the memory of 'txnobj->txn' is used // no fix: the object that would be locked may be NULL
        return NULL;
    if (txn) {
        self->next = ((Txn *)txnobj)->children;
        ((Txn *)txnobj)->children = self;
        self->txn = (Txn *)txnobj;
    }
    Py_RETURN_NONE;
}

static PyObject *
seq_remove(Seq *self, PyObject *args)
{
    PyObject *txnobj = NULL;
    Handle *txn = NULL;
    if (!PyArg_ParseTuple(args, "|O:remove", &txnobj))
        return NULL;
    if (!check_txn(txnobj, &txn)) // warn: the memory of 'txnobj->txn' is used // no fix: the object that would be locked may be NULL
        return NULL;
    return PyLong_FromLong(handle_use(txn));
}

static PyObject *
finish(Txn *self, int discard)
{
    Handle *txn;
    if (!self->txn) {
        PyErr_SetString(PyExc_ValueError, "used already");
        return NULL;
    }
    txn = self->txn;
    self->txn = NULL;
    return PyLong_FromLong(handle_use(txn));
}

static PyObject *
txn_abort(Txn *self)
{
    PyObject *outcome = NULL;
    Py_BEGIN_CRITICAL_SECTION(self);
    self->flag_prepare = 0;
    outcome = finish(self, 0); // warn: the memory of 'self->txn' is freed or moved // review: a lock is added
    Py_END_CRITICAL_SECTION();
    return outcome;
}

static PyMethodDef txn_methods[] = {{"abort", (PyCFunction)txn_abort, METH_NOARGS, NULL}, {0}};
static PyTypeObject Txn_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "a1.Txn", .tp_methods = txn_methods};
static PyMethodDef seq_methods[] = {{"open", (PyCFunction)seq_open, METH_VARARGS, NULL},
    {"remove", (PyCFunction)seq_remove, METH_VARARGS, NULL}, {0}};
PyMethodDef *table(void) { return seq_methods; }
