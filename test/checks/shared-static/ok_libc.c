#include <Python.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static PyObject *own_memory(PyObject *self, PyObject *arg) {
  time_t now = time(NULL);
  struct tm fields;
  char text[] = "a b c", *place = NULL;
  if (!localtime_r(&now, &fields) || !strtok_r(text, " ", &place))
    return NULL;
  return PyLong_FromLong(fields.tm_year);
}

static PyObject *only_asks(PyObject *self, PyObject *arg) {
  return PyUnicode_FromString(setlocale(LC_ALL, NULL));
}

// Each thread has its own text in every library of today, and nobody changes what
// getenv reads.
static PyObject *kept_for_each_thread(PyObject *self, PyObject *arg) {
  return PyUnicode_FromFormat("%s %s %d", strerror(2), getenv("HOME"), rand());
}

static PyThread_type_lock lock;
static PyObject *with_lock(PyObject *self, PyObject *arg) {
  time_t now = time(NULL);
  PyThread_acquire_lock(lock, 1);
  long year = gmtime(&now)->tm_year;
  PyThread_release_lock(lock);
  return PyLong_FromLong(year);
}

// A function of the project that has a name like that.
char *getmntent(int);
static PyObject *of_the_project(PyObject *self, PyObject *arg) {
  return PyUnicode_FromString(getmntent(1));
}

#ifndef Py_GIL_DISABLED
static PyObject *with_gil(PyObject *self, PyObject *arg) {
  time_t now = time(NULL);
  return PyLong_FromLong(gmtime(&now)->tm_year);
}
#else
#define with_gil own_memory
#endif

static void prepare(void) { setlocale(LC_ALL, ""); }

PyCFunction functions[] = {own_memory, only_asks, kept_for_each_thread,
                           with_lock, of_the_project, with_gil};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_m(void) {
  prepare();
  setenv("M_LOADED", "1", 1);
  return PyModule_Create(&module);
}
