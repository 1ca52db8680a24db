// options: MinPython=3.8
#include <Python.h>

PyMODINIT_FUNC PyInit_example(void) {
	static PyModuleDef_Slot slots[] = { // warn: does not declare
#if PY_VERSION_HEX >= 0x030C0000
		{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
		{0, NULL} /* the end */
	};
	static struct PyModuleDef definition = {
		PyModuleDef_HEAD_INIT, "example", NULL, 0, NULL, slots, NULL, NULL, NULL,
	};
	return PyModuleDef_Init(&definition);
}
