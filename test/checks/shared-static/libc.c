#include <Python.h>
#include <locale.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static PyObject *year(PyObject *self, PyObject *arg) {
  time_t now = time(NULL);
  struct tm *fields = localtime(&now); // warn: 'localtime' returns memory that is one for all threads // no fix: what to call instead needs memory of its own
  return PyLong_FromLong(fields->tm_year);
}

// A copy is made of what another thread writes.
static PyObject *day(PyObject *self, PyObject *arg) {
  time_t now = time(NULL);
  struct tm fields;
  memcpy(&fields, gmtime(&now), sizeof fields); // warn: use 'gmtime_r' // no fix: what to call instead needs memory of its own
  return PyLong_FromLong(fields.tm_mday);
}

// Said once in a function.
static PyObject *words(PyObject *self, PyObject *arg) {
  char text[] = "a b c";
  long count = 0;
  for (char *word = strtok(text, " "); word; // warn: 'strtok' goes on where the last call ended, whichever thread made it // no fix: what to call instead needs memory of its own
       word = strtok(NULL, " "))
    ++count;
  return PyLong_FromLong(count);
}

static PyObject *users(PyObject *self, PyObject *arg) {
  long count = 0;
  setpwent(); // warn: 'setpwent' goes on where the last call ended // no fix: what to call instead needs memory of its own
  while (getpwent())
    ++count;
  endpwent();
  return PyLong_FromLong(count);
}

static PyObject *parse(PyObject *self, PyObject *arg) {
  setlocale(LC_NUMERIC, "C"); // warn: 'setlocale' changes the whole process // no fix: it needs a lock that only its author can choose
  setenv("TZ", "UTC", 1);     // warn: 'setenv' changes the whole process // no fix: it needs a lock
  Py_RETURN_NONE;
}

PyCFunction functions[] = {year, day, words, users, parse};
