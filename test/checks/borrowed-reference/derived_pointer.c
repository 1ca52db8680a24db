// also: c++
#include <Python.h>

struct api {
  int (*call)(int);
  int version;
};

// The capsule's destructor may free what its pointer points to.
int capsule(PyObject *dict) {
  PyObject *capsule = PyDict_GetItemString(dict, "_API"); // warn: borrowed from 'dict'
  if (capsule == NULL)
    return -1;
  struct api *api = (struct api *)PyCapsule_GetPointer(capsule, "api");
  if (api == NULL)
    return -1;
  int version = api->version;
  if (version < 2)
    return api->call(1);
  return api->call(2);
}

typedef struct {
  PyObject_HEAD
  int counter;
  char name[16];
  struct api api;
} Object;

// The address of a member.
int member(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  int *counter = &((Object *)item)->counter;
  char *name = ((Object *)item)->name;
  *counter += 1;
  name[0] = '\0';
  return *counter;
}

// Another type of pointer to the same object.
int cast(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  Object *object = (Object *)item;
  object->counter += 1;
  return object->api.call(object->counter);
}

// What an unknown function returns may point into its arguments.
const struct api *find_api(PyObject *object);
int unknown(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (value == NULL)
    return -1;
  const struct api *api = find_api(value);
  return api ? api->version : 0;
}

// The type of an object lives as long as the object.
const char *type_name(PyObject *list, char *to) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyTypeObject *type = Py_TYPE(item);
  strcpy(to, type->tp_name);
  return to;
}
