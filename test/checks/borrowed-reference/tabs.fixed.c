// also: c++
#include <Python.h>

/* Indented with tabs, as CPython was once. */
PyObject *
first(PyObject *dict, PyObject *key)
{
	PyObject *value;
	if (PyDict_GetItemRef(dict, key, &value) < 0) {
		PyErr_Clear();
	} // warn: borrowed from 'dict'
	if (value == NULL)
		return NULL;
	if (!PyLong_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "int expected");
		Py_DECREF(value);
		return NULL;
	}
	if (PyLong_AsLong(value) < 0) {
		PyObject *result = PyNumber_Absolute(value);
		Py_DECREF(value);
		return result;
	}
	while (PyObject_IsTrue(value)) {
		if (PyErr_CheckSignals()) {
			Py_DECREF(value);
			return NULL;
		}
	}
	PyObject *result = PyObject_Str(value);
	Py_DECREF(value);
	return result;
}
