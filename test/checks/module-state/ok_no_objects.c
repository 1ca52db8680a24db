// options: ModuleState=true
#include <Python.h>

static const char *names[] = {"a", "b", NULL};
static int counter;
static PyObject *const none_at_all = NULL;
static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};
extern PyObject *of_another_file;

const char *name(int which) {
  counter++;
  return none_at_all == of_another_file && methods[0].ml_name ? NULL : names[which];
}

/* A heap type has its place in the module's state. */
static PyType_Slot slots[] = {{0, NULL}};
PyType_Spec spec = {"example.Type", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};
