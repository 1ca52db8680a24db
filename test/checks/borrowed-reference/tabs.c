// also: c++
#include <Python.h>

/* Indented with tabs, as CPython was once. */
PyObject *
first(PyObject *dict, PyObject *key)
{
	PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
	if (value == NULL)
		return NULL;
	if (!PyLong_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "int expected");
		return NULL;
	}
	if (PyLong_AsLong(value) < 0)
		return PyNumber_Absolute(value);
	while (PyObject_IsTrue(value)) {
		if (PyErr_CheckSignals())
			return NULL;
	}
	return PyObject_Str(value);
}
