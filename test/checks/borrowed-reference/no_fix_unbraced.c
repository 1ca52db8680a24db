// also: c++
#include <Python.h>

// A label has no body that could get braces.
int behind_a_label(PyObject *list, int times) {
  int found = 0;
again:
  found += PyObject_IsTrue(PyList_GetItem(list, 0)); // warn: borrowed from 'list' // no fix: the statement is the unbraced body of another one
  if (--times > 0)
    goto again;
  return found;
}

// What comes out of the object is used behind the body.
const char *text_of(PyObject *list, int wanted) {
  const char *text = "none";
  if (wanted)
    text = PyUnicode_AsUTF8(PyList_GetItem(list, 0)); // warn: borrowed from 'list' // no fix: the statement is the unbraced body of another one
  return text ? "some" + text[0] % 2 : NULL;
}
