#include <Python.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static PyObject *decimal;

static void load(void) {
  decimal = PyImport_ImportModule("decimal"); // note: may run Python code here
}

PyObject *get(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  pthread_once(&once, load); // warn: 'pthread_once' waits while attached // review: attaches itself
  return Py_XNewRef(decimal);
}

// It is declared before, leaves early, and has a variable named state.
static pthread_once_t twice = PTHREAD_ONCE_INIT;
static PyObject *dumps;
static void load_more(void);

PyObject *get_more(PyObject *self, PyObject *unused) {
  int failed = 0;
  (void)self;
  (void)unused;
  failed = pthread_once(&twice, load_more); // warn: 'pthread_once' waits while attached // review: attaches itself
  return failed ? NULL : Py_XNewRef(dumps);
}

static void load_more(void)
{
    int state = 0;
    PyObject *json = PyImport_ImportModule("json"); // note: may run Python code here
    if (json == NULL) {
        goto done;
    }
    if (!PyModule_Check(json)) {
        state = 1;
        Py_DECREF(json);
        return;
    }
    dumps = PyObject_GetAttrString(json, "dumps");
    Py_DECREF(json);
done:
    (void)state;
}
