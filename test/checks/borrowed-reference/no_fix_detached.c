#include <Python.h>

/* Behind the last use this thread has no thread state. */

int slow(const char *text);

int
by_hand(PyObject *dict, PyObject *key)
{
    PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed // no fix: the thread may be detached
    if (value == NULL) {
        return -1;
    }
    const char *text = PyUnicode_AsUTF8(value);
    PyThreadState *state = PyEval_SaveThread();
    int result = slow(text);
    PyEval_RestoreThread(state);
    return result;
}
