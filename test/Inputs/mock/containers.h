//===-- containers.h - lists, tuples, dictionaries, sets, views ---*- C -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_MOCK_CONTAINERS_H
#define FTIDY_MOCK_CONTAINERS_H

// listobject.h, cpython/listobject.h. PyList_GET_ITEM is an element of ob_item,
// with the check of an assert in front of it unless NDEBUG is defined.
typedef struct {
  PyObject_VAR_HEAD
  PyObject **ob_item;
  Py_ssize_t allocated;
} PyListObject;
PyAPI_DATA(PyTypeObject) PyList_Type;
PyAPI_DATA(PyTypeObject) PyListIter_Type;
#define PyList_Check(op)                                                       \
  PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LIST_SUBCLASS)
#define PyList_CheckExact(op) Py_IS_TYPE((op), &PyList_Type)
PyAPI_FUNC(PyObject *) PyList_New(Py_ssize_t);
PyAPI_FUNC(Py_ssize_t) PyList_Size(PyObject *);
PyAPI_FUNC(PyObject *) PyList_GetItem(PyObject *, Py_ssize_t);
PyAPI_FUNC(int) PyList_SetItem(PyObject *, Py_ssize_t, PyObject *);
PyAPI_FUNC(int) PyList_Insert(PyObject *, Py_ssize_t, PyObject *);
PyAPI_FUNC(int) PyList_Append(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyList_GetSlice(PyObject *, Py_ssize_t, Py_ssize_t);
PyAPI_FUNC(int) PyList_SetSlice(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
PyAPI_FUNC(int) PyList_Sort(PyObject *);
PyAPI_FUNC(int) PyList_Reverse(PyObject *);
PyAPI_FUNC(PyObject *) PyList_AsTuple(PyObject *);
#if PY_VERSION_HEX >= 0x030D0000
PyAPI_FUNC(PyObject *) PyList_GetItemRef(PyObject *, Py_ssize_t);
PyAPI_FUNC(int) PyList_Extend(PyObject *, PyObject *);
PyAPI_FUNC(int) PyList_Clear(PyObject *);
#endif
#define _PyList_CAST(op)                                                       \
  (assert(PyList_Check(op)), _Py_CAST(PyListObject *, (op)))
static inline Py_ssize_t PyList_GET_SIZE(PyObject *op) {
  PyListObject *list = _PyList_CAST(op);
#ifdef Py_GIL_DISABLED
  return _Py_atomic_load_ssize_relaxed(&(_PyVarObject_CAST(list)->ob_size));
#else
  return Py_SIZE(list);
#endif
}
#define PyList_GET_SIZE(op) PyList_GET_SIZE(_PyObject_CAST(op))
#define PyList_GET_ITEM(op, index) (_PyList_CAST(op)->ob_item[(index)])
static inline void PyList_SET_ITEM(PyObject *op, Py_ssize_t index,
                                   PyObject *value) {
  PyListObject *list = _PyList_CAST(op);
  assert(0 <= index);
  assert(index < list->allocated);
  list->ob_item[index] = value;
}
#define PyList_SET_ITEM(op, index, value)                                      \
  PyList_SET_ITEM(_PyObject_CAST(op), (index), _PyObject_CAST(value))

// tupleobject.h, cpython/tupleobject.h
typedef struct {
  PyObject_VAR_HEAD
  PyObject *ob_item[1];
} PyTupleObject;
PyAPI_DATA(PyTypeObject) PyTuple_Type;
#define PyTuple_Check(op)                                                      \
  PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS)
#define PyTuple_CheckExact(op) Py_IS_TYPE((op), &PyTuple_Type)
PyAPI_FUNC(PyObject *) PyTuple_New(Py_ssize_t);
PyAPI_FUNC(Py_ssize_t) PyTuple_Size(PyObject *);
PyAPI_FUNC(PyObject *) PyTuple_GetItem(PyObject *, Py_ssize_t);
PyAPI_FUNC(int) PyTuple_SetItem(PyObject *, Py_ssize_t, PyObject *);
PyAPI_FUNC(PyObject *) PyTuple_GetSlice(PyObject *, Py_ssize_t, Py_ssize_t);
PyAPI_FUNC(PyObject *) PyTuple_Pack(Py_ssize_t, ...);
PyAPI_FUNC(int) _PyTuple_Resize(PyObject **, Py_ssize_t);
#define _PyTuple_CAST(op)                                                      \
  (assert(PyTuple_Check(op)), _Py_CAST(PyTupleObject *, (op)))
static inline Py_ssize_t PyTuple_GET_SIZE(PyObject *op) {
  PyTupleObject *tuple = _PyTuple_CAST(op);
  return Py_SIZE(tuple);
}
#define PyTuple_GET_SIZE(op) PyTuple_GET_SIZE(_PyObject_CAST(op))
#define PyTuple_GET_ITEM(op, index) (_PyTuple_CAST(op)->ob_item[(index)])
static inline void PyTuple_SET_ITEM(PyObject *op, Py_ssize_t index,
                                    PyObject *value) {
  PyTupleObject *tuple = _PyTuple_CAST(op);
  assert(0 <= index);
  assert(index < Py_SIZE(tuple));
  tuple->ob_item[index] = value;
}
#define PyTuple_SET_ITEM(op, index, value)                                     \
  PyTuple_SET_ITEM(_PyObject_CAST(op), (index), _PyObject_CAST(value))

// structseq.h
typedef struct PyStructSequence_Field {
  const char *name;
  const char *doc;
} PyStructSequence_Field;
typedef struct PyStructSequence_Desc {
  const char *name;
  const char *doc;
  PyStructSequence_Field *fields;
  int n_in_sequence;
} PyStructSequence_Desc;
PyAPI_FUNC(PyTypeObject *) PyStructSequence_NewType(PyStructSequence_Desc *);
PyAPI_FUNC(PyObject *) PyStructSequence_New(PyTypeObject *);
PyAPI_FUNC(void) PyStructSequence_SetItem(PyObject *, Py_ssize_t, PyObject *);
PyAPI_FUNC(PyObject *) PyStructSequence_GetItem(PyObject *, Py_ssize_t);
#define PyStructSequence_SET_ITEM PyStructSequence_SetItem
#define PyStructSequence_GET_ITEM PyStructSequence_GetItem

// dictobject.h, cpython/dictobject.h
typedef struct _dictkeysobject PyDictKeysObject;
typedef struct _dictvalues PyDictValues;
typedef struct {
  PyObject_HEAD
  Py_ssize_t ma_used;
  Py_DEPRECATED(3.12) uint64_t ma_version_tag;
  PyDictKeysObject *ma_keys;
  PyDictValues *ma_values;
} PyDictObject;
PyAPI_DATA(PyTypeObject) PyDict_Type;
#define PyDict_Check(op)                                                       \
  PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_DICT_SUBCLASS)
#define PyDict_CheckExact(op) Py_IS_TYPE((op), &PyDict_Type)
PyAPI_FUNC(PyObject *) PyDict_New(void);
PyAPI_FUNC(PyObject *) PyDict_GetItem(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyDict_GetItemWithError(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyDict_GetItemString(PyObject *, const char *);
PyAPI_FUNC(int) PyDict_SetItem(PyObject *, PyObject *, PyObject *);
PyAPI_FUNC(int) PyDict_SetItemString(PyObject *, const char *, PyObject *);
PyAPI_FUNC(PyObject *) PyDict_SetDefault(PyObject *, PyObject *, PyObject *);
PyAPI_FUNC(int) PyDict_DelItem(PyObject *, PyObject *);
PyAPI_FUNC(int) PyDict_DelItemString(PyObject *, const char *);
PyAPI_FUNC(void) PyDict_Clear(PyObject *);
PyAPI_FUNC(int) PyDict_Next(PyObject *, Py_ssize_t *, PyObject **, PyObject **);
PyAPI_FUNC(PyObject *) PyDict_Keys(PyObject *);
PyAPI_FUNC(PyObject *) PyDict_Values(PyObject *);
PyAPI_FUNC(PyObject *) PyDict_Items(PyObject *);
PyAPI_FUNC(Py_ssize_t) PyDict_Size(PyObject *);
PyAPI_FUNC(PyObject *) PyDict_Copy(PyObject *);
PyAPI_FUNC(int) PyDict_Contains(PyObject *, PyObject *);
PyAPI_FUNC(int) PyDict_Update(PyObject *, PyObject *);
PyAPI_FUNC(int) PyDict_Merge(PyObject *, PyObject *, int);
PyAPI_FUNC(PyObject *) PyDictProxy_New(PyObject *);
PyAPI_FUNC(PyObject *) _PyDict_GetItem_KnownHash(PyObject *, PyObject *,
                                                 Py_hash_t);
PyAPI_FUNC(PyObject *) _PyDict_GetItemStringWithError(PyObject *, const char *);
PyAPI_FUNC(PyObject *) _PyDict_NewPresized(Py_ssize_t);
PyAPI_FUNC(PyObject *) _PyDict_Pop(PyObject *, PyObject *, PyObject *);
#if PY_VERSION_HEX >= 0x030D0000
PyAPI_FUNC(int) PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);
PyAPI_FUNC(int) PyDict_GetItemStringRef(PyObject *, const char *, PyObject **);
PyAPI_FUNC(int) PyDict_SetDefaultRef(PyObject *, PyObject *, PyObject *,
                                     PyObject **);
PyAPI_FUNC(int) PyDict_ContainsString(PyObject *, const char *);
PyAPI_FUNC(int) PyDict_Pop(PyObject *, PyObject *, PyObject **);
PyAPI_FUNC(int) PyDict_PopString(PyObject *, const char *, PyObject **);
#endif
#if PY_VERSION_HEX < 0x030D0000
typedef struct _Py_Identifier {
  const char *string;
  Py_ssize_t index;
} _Py_Identifier;
#define _Py_IDENTIFIER(varname)                                                \
  static _Py_Identifier PyId_##varname = {#varname, -1}
PyAPI_FUNC(PyObject *) _PyDict_GetItemIdWithError(PyObject *, _Py_Identifier *);
PyAPI_FUNC(int) _PyDict_Next(PyObject *, Py_ssize_t *, PyObject **, PyObject **,
                             Py_hash_t *);
PyAPI_FUNC(int) _PySet_NextEntry(PyObject *, Py_ssize_t *, PyObject **,
                                 Py_hash_t *);
#endif
#if PY_VERSION_HEX < 0x030A0000
PyAPI_FUNC(PyObject *) _PyDict_GetItemId(PyObject *, _Py_Identifier *);
PyAPI_FUNC(PyObject *) _PySys_GetObjectId(_Py_Identifier *);
#endif
static inline Py_ssize_t PyDict_GET_SIZE(PyObject *op) {
  PyDictObject *mp;
  assert(PyDict_Check(op));
  mp = _Py_CAST(PyDictObject *, op);
#ifdef Py_GIL_DISABLED
  return _Py_atomic_load_ssize_relaxed(&mp->ma_used);
#else
  return mp->ma_used;
#endif
}
#define PyDict_GET_SIZE(op) PyDict_GET_SIZE(_PyObject_CAST(op))
// odictobject.h
PyAPI_DATA(PyTypeObject) PyODict_Type;
PyAPI_FUNC(PyObject *) PyODict_New(void);
PyAPI_FUNC(int) PyODict_SetItem(PyObject *, PyObject *, PyObject *);
PyAPI_FUNC(int) PyODict_DelItem(PyObject *, PyObject *);
#define PyODict_GetItem(od, key) PyDict_GetItem(_PyObject_CAST(od), (key))
#define PyODict_GetItemWithError(od, key)                                      \
  PyDict_GetItemWithError(_PyObject_CAST(od), (key))
#define PyODict_GetItemString(od, key)                                         \
  PyDict_GetItemString(_PyObject_CAST(od), (key))

// setobject.h, cpython/setobject.h
#define PySet_MINSIZE 8
typedef struct {
  PyObject *key;
  Py_hash_t hash;
} setentry;
typedef struct {
  PyObject_HEAD
  Py_ssize_t fill;
  Py_ssize_t used;
  Py_ssize_t mask;
  setentry *table;
  Py_hash_t hash;
  Py_ssize_t finger;
  setentry smalltable[PySet_MINSIZE];
  PyObject *weakreflist;
} PySetObject;
PyAPI_DATA(PyTypeObject) PySet_Type;
PyAPI_DATA(PyTypeObject) PyFrozenSet_Type;
#define PySet_Check(ob)                                                        \
  (Py_IS_TYPE((ob), &PySet_Type) ||                                            \
   PyType_IsSubtype(Py_TYPE(ob), &PySet_Type))
#define PyAnySet_Check(ob)                                                     \
  (Py_IS_TYPE((ob), &PySet_Type) || Py_IS_TYPE((ob), &PyFrozenSet_Type) ||     \
   PyType_IsSubtype(Py_TYPE(ob), &PySet_Type) ||                               \
   PyType_IsSubtype(Py_TYPE(ob), &PyFrozenSet_Type))
#define PyFrozenSet_Check(ob)                                                  \
  (Py_IS_TYPE((ob), &PyFrozenSet_Type) ||                                      \
   PyType_IsSubtype(Py_TYPE(ob), &PyFrozenSet_Type))
#define PyFrozenSet_CheckExact(ob) Py_IS_TYPE((ob), &PyFrozenSet_Type)
PyAPI_FUNC(PyObject *) PySet_New(PyObject *);
PyAPI_FUNC(PyObject *) PyFrozenSet_New(PyObject *);
PyAPI_FUNC(int) PySet_Add(PyObject *, PyObject *);
PyAPI_FUNC(int) PySet_Clear(PyObject *);
PyAPI_FUNC(int) PySet_Contains(PyObject *, PyObject *);
PyAPI_FUNC(int) PySet_Discard(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PySet_Pop(PyObject *);
PyAPI_FUNC(Py_ssize_t) PySet_Size(PyObject *);
static inline Py_ssize_t PySet_GET_SIZE(PyObject *so) {
  assert(PyAnySet_Check(so));
#ifdef Py_GIL_DISABLED
  return _Py_atomic_load_ssize_relaxed(&_Py_CAST(PySetObject *, so)->used);
#else
  return _Py_CAST(PySetObject *, so)->used;
#endif
}
#define PySet_GET_SIZE(so) PySet_GET_SIZE(_PyObject_CAST(so))

// sliceobject.h, iterobject.h
typedef struct {
  PyObject_HEAD
  PyObject *start, *stop, *step;
} PySliceObject;
PyAPI_DATA(PyTypeObject) PySlice_Type;
#define PySlice_Check(op) Py_IS_TYPE((op), &PySlice_Type)
PyAPI_FUNC(PyObject *) PySlice_New(PyObject *, PyObject *, PyObject *);
PyAPI_FUNC(int) PySlice_Unpack(PyObject *, Py_ssize_t *, Py_ssize_t *,
                               Py_ssize_t *);
PyAPI_FUNC(Py_ssize_t) PySlice_AdjustIndices(Py_ssize_t, Py_ssize_t *,
                                             Py_ssize_t *, Py_ssize_t);
PyAPI_FUNC(PyObject *) PySeqIter_New(PyObject *);
PyAPI_FUNC(PyObject *) PyCallIter_New(PyObject *, PyObject *);

// memoryobject.h, cpython/memoryobject.h
typedef struct {
  PyObject_VAR_HEAD
  struct _PyManagedBufferObject *mbuf;
  Py_hash_t hash;
  int flags;
  Py_ssize_t exports;
  Py_buffer view;
  PyObject *weakreflist;
  Py_ssize_t ob_array[1];
} PyMemoryViewObject;
PyAPI_DATA(PyTypeObject) PyMemoryView_Type;
#define PyMemoryView_Check(op) Py_IS_TYPE((op), &PyMemoryView_Type)
PyAPI_FUNC(PyObject *) PyMemoryView_FromObject(PyObject *);
PyAPI_FUNC(PyObject *) PyMemoryView_FromMemory(char *, Py_ssize_t, int);
PyAPI_FUNC(PyObject *) PyMemoryView_FromBuffer(const Py_buffer *);
PyAPI_FUNC(PyObject *) PyMemoryView_GetContiguous(PyObject *, int, char);
#define _PyMemoryView_CAST(op) _Py_CAST(PyMemoryViewObject *, op)
static inline Py_buffer *PyMemoryView_GET_BUFFER(PyObject *op) {
  return (&_PyMemoryView_CAST(op)->view);
}
#define PyMemoryView_GET_BUFFER(op) PyMemoryView_GET_BUFFER(_PyObject_CAST(op))
static inline PyObject *PyMemoryView_GET_BASE(PyObject *op) {
  return _PyMemoryView_CAST(op)->view.obj;
}
#define PyMemoryView_GET_BASE(op) PyMemoryView_GET_BASE(_PyObject_CAST(op))

#endif
