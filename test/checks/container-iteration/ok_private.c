// also: c++
#include <Python.h>

// Nobody else can see it, or nobody can change it.
int fresh(PyObject *any) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  PyObject *dict = PyDict_New();
  if (dict == NULL || PyDict_Update(dict, any) < 0)
    return -1;
  while (PyDict_Next(dict, &pos, &key, NULL))
    n++;
  Py_DECREF(dict);
  return n;
}

int tuple(PyObject *any) {
  int n = 0;
  if (!PyTuple_Check(any))
    return -1;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(any); i++)
    n += PySequence_Fast_GET_ITEM(any, i) == Py_None;
  return n;
}

int copy(PyObject *any) {
  PyObject *fast = PySequence_Tuple(any);
  if (fast == NULL)
    return -1;
  int n = 0;
  PyObject **items = PySequence_Fast_ITEMS(fast);
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++)
    n += items[i] == Py_None;
  Py_DECREF(fast);
  return n;
}

struct descriptor {
  PyObject_HEAD
  PyObject *fields __attribute__((annotate("ftidy:immutable")));
};

int fact(struct descriptor *self) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(self->fields, &pos, &key, NULL))
    n++;
  return n;
}

PyObject *method(PyObject *self, PyObject *args, PyObject *kwargs) {
  PyObject *key;
  Py_ssize_t pos = 0;
  (void)self;
  (void)args;
  if (kwargs != NULL)
    while (PyDict_Next(kwargs, &pos, &key, NULL))
      if (!PyUnicode_Check(key))
        return NULL;
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"method", (PyCFunction)(void (*)(void))method,
     METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }

/* A subtype of list gets its array before anybody sees it. */
static PyListObject *with_items(PyListObject *list, Py_ssize_t size) {
  list->ob_item = (PyObject **)PyMem_Calloc(size, sizeof(PyObject *));
  return list;
}

PyObject *list_subtype_new(PyTypeObject *type, Py_ssize_t size) {
  PyListObject *list = (PyListObject *)PyType_GenericNew(type, NULL, NULL);
  return list ? (PyObject *)with_items(list, size) : NULL;
}

PyObject *list_subtype_alloc(PyTypeObject *type, Py_ssize_t size) {
  PyListObject *list = (PyListObject *)type->tp_alloc(type, 0);
  if (!list)
    return NULL;
  list->ob_item = (PyObject **)PyMem_Calloc(size, sizeof(PyObject *));
  return (PyObject *)list;
}
