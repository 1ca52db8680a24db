#include <Python.h>
#include <pthread.h>
#include <setjmp.h>

// Two places run it: both would have to change.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static PyObject *decimal;

static void load(void) {
  decimal = PyImport_ImportModule("decimal");
}

PyObject *get(void) {
  pthread_once(&once, load); // warn: 'pthread_once' waits while attached // no fix: would have to attach itself
  return Py_XNewRef(decimal);
}

PyObject *get_too(void) {
  pthread_once(&once, load); // warn: 'pthread_once' waits while attached // no fix: would have to attach itself
  return Py_XNewRef(decimal);
}

// The way out is hidden in a macro.
#define RETURN_IF(x) if (x) return
static pthread_once_t hidden = PTHREAD_ONCE_INIT;
static PyObject *json;

static void load_hidden(void) {
  RETURN_IF(json != NULL);
  json = PyImport_ImportModule("json");
}

PyObject *get_hidden(void) {
  pthread_once(&hidden, load_hidden); // warn: 'pthread_once' waits while attached // no fix: would have to attach itself
  return Py_XNewRef(json);
}

// Part of a larger expression.
static pthread_once_t part = PTHREAD_ONCE_INIT;
static PyObject *math;

static void load_part(void) {
  math = PyImport_ImportModule("math");
}

PyObject *get_part(void) {
  if (pthread_once(&part, load_part) != 0) // warn: 'pthread_once' waits while attached // no fix: the call is part of a larger statement
    return NULL;
  return Py_XNewRef(math);
}

static pthread_once_t far = PTHREAD_ONCE_INIT;
static jmp_buf back;
static PyObject *os;

static void load_far(void) {
  os = PyImport_ImportModule("os");
  if (os == NULL)
    longjmp(back, 1);
}

PyObject *get_far(void) {
  pthread_once(&far, load_far); // warn: 'pthread_once' waits while attached // no fix: setjmp or longjmp may pass by the release
  return Py_XNewRef(os);
}
