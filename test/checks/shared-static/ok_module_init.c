#include <Python.h>

/* Several sources in one: each has its own part of initialisation, that the part of
   the whole module calls, and another file that one. */
PyTypeObject *ReaderType;
PyTypeObject *WriterType;

PyObject *reader(void) { return PyObject_CallNoArgs((PyObject *)ReaderType); }
PyObject *writer(void) { return PyObject_CallNoArgs((PyObject *)WriterType); }

void reader_module_init(PyObject *module) {
  ReaderType = (PyTypeObject *)PyObject_GetAttrString(module, "Reader");
}
void writer_module_init(PyObject *module) {
  WriterType = (PyTypeObject *)PyObject_GetAttrString(module, "Writer");
}

void whole_module_init(PyObject *module) {
  reader_module_init(module);
  writer_module_init(module);
}

/* The same for pointers to the functions of a library. */
static int (*find)(const char *);
int used(const char *name) { return find(name); }
int functions_loader(int (*found)(const char *)) { return (find = found) != NULL; }
int load_functions(int (*found)(const char *)) { return functions_loader(found); }
