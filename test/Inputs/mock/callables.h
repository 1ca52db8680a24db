//===-- callables.h - functions, cells, capsules, weak references -*- C -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_MOCK_CALLABLES_H
#define FTIDY_MOCK_CALLABLES_H

// cpython/methodobject.h
typedef struct {
  PyObject_HEAD
  PyMethodDef *m_ml;
  PyObject *m_self;
  PyObject *m_module;
  PyObject *m_weakreflist;
  vectorcallfunc vectorcall;
} PyCFunctionObject;
PyAPI_DATA(PyTypeObject) PyCFunction_Type;
#define PyCFunction_Check(op) PyObject_TypeCheck((op), &PyCFunction_Type)
#define PyCFunction_CheckExact(op) Py_IS_TYPE((op), &PyCFunction_Type)
PyAPI_FUNC(PyObject *) PyCFunction_New(PyMethodDef *, PyObject *);
PyAPI_FUNC(PyObject *) PyCFunction_NewEx(PyMethodDef *, PyObject *, PyObject *);
PyAPI_FUNC(PyCFunction) PyCFunction_GetFunction(PyObject *);
PyAPI_FUNC(PyObject *) PyCFunction_GetSelf(PyObject *);
PyAPI_FUNC(int) PyCFunction_GetFlags(PyObject *);
#if PY_VERSION_HEX >= 0x03090000
PyAPI_FUNC(PyObject *) PyCMethod_New(PyMethodDef *, PyObject *, PyObject *,
                                     PyTypeObject *);
#endif
#define _PyCFunctionObject_CAST(func)                                          \
  (assert(PyCFunction_Check(func)), _Py_CAST(PyCFunctionObject *, (func)))
static inline PyObject *PyCFunction_GET_SELF(PyObject *func_obj) {
  PyCFunctionObject *func = _PyCFunctionObject_CAST(func_obj);
  if (func->m_ml->ml_flags & METH_STATIC)
    return _Py_NULL;
  return func->m_self;
}
#define PyCFunction_GET_SELF(func) PyCFunction_GET_SELF(_PyObject_CAST(func))

// cpython/funcobject.h
typedef struct {
  PyObject_HEAD
  PyObject *func_globals;
  PyObject *func_builtins;
  PyObject *func_name;
  PyObject *func_qualname;
  PyObject *func_code;
  PyObject *func_defaults;
  PyObject *func_kwdefaults;
  PyObject *func_closure;
  PyObject *func_doc;
  PyObject *func_dict;
  PyObject *func_weakreflist;
  PyObject *func_module;
  PyObject *func_annotations;
  PyObject *func_typeparams;
  vectorcallfunc vectorcall;
  uint32_t func_version;
} PyFunctionObject;
PyAPI_DATA(PyTypeObject) PyFunction_Type;
#define PyFunction_Check(op) Py_IS_TYPE((op), &PyFunction_Type)
PyAPI_FUNC(PyObject *) PyFunction_New(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyFunction_GetCode(PyObject *);
PyAPI_FUNC(PyObject *) PyFunction_GetGlobals(PyObject *);
PyAPI_FUNC(PyObject *) PyFunction_GetModule(PyObject *);
PyAPI_FUNC(PyObject *) PyFunction_GetDefaults(PyObject *);
PyAPI_FUNC(int) PyFunction_SetDefaults(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyFunction_GetKwDefaults(PyObject *);
PyAPI_FUNC(PyObject *) PyFunction_GetClosure(PyObject *);
PyAPI_FUNC(PyObject *) PyFunction_GetAnnotations(PyObject *);
#define _PyFunction_CAST(func)                                                 \
  (assert(PyFunction_Check(func)), _Py_CAST(PyFunctionObject *, func))
static inline PyObject *PyFunction_GET_CODE(PyObject *func) {
  return _PyFunction_CAST(func)->func_code;
}
#define PyFunction_GET_CODE(func) PyFunction_GET_CODE(_PyObject_CAST(func))
static inline PyObject *PyFunction_GET_GLOBALS(PyObject *func) {
  return _PyFunction_CAST(func)->func_globals;
}
#define PyFunction_GET_GLOBALS(func)                                           \
  PyFunction_GET_GLOBALS(_PyObject_CAST(func))
static inline PyObject *PyFunction_GET_MODULE(PyObject *func) {
  return _PyFunction_CAST(func)->func_module;
}
#define PyFunction_GET_MODULE(func) PyFunction_GET_MODULE(_PyObject_CAST(func))
static inline PyObject *PyFunction_GET_DEFAULTS(PyObject *func) {
  return _PyFunction_CAST(func)->func_defaults;
}
#define PyFunction_GET_DEFAULTS(func)                                          \
  PyFunction_GET_DEFAULTS(_PyObject_CAST(func))
static inline PyObject *PyFunction_GET_KW_DEFAULTS(PyObject *func) {
  return _PyFunction_CAST(func)->func_kwdefaults;
}
#define PyFunction_GET_KW_DEFAULTS(func)                                       \
  PyFunction_GET_KW_DEFAULTS(_PyObject_CAST(func))
static inline PyObject *PyFunction_GET_CLOSURE(PyObject *func) {
  return _PyFunction_CAST(func)->func_closure;
}
#define PyFunction_GET_CLOSURE(func)                                           \
  PyFunction_GET_CLOSURE(_PyObject_CAST(func))
static inline PyObject *PyFunction_GET_ANNOTATIONS(PyObject *func) {
  return _PyFunction_CAST(func)->func_annotations;
}
#define PyFunction_GET_ANNOTATIONS(func)                                       \
  PyFunction_GET_ANNOTATIONS(_PyObject_CAST(func))

// classobject.h, cpython/classobject.h
typedef struct {
  PyObject_HEAD
  PyObject *im_func;
  PyObject *im_self;
  PyObject *im_weakreflist;
  vectorcallfunc vectorcall;
} PyMethodObject;
PyAPI_DATA(PyTypeObject) PyMethod_Type;
#define PyMethod_Check(op) Py_IS_TYPE((op), &PyMethod_Type)
PyAPI_FUNC(PyObject *) PyMethod_New(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyMethod_Function(PyObject *);
PyAPI_FUNC(PyObject *) PyMethod_Self(PyObject *);
#define _PyMethod_CAST(meth)                                                   \
  (assert(PyMethod_Check(meth)), _Py_CAST(PyMethodObject *, meth))
static inline PyObject *PyMethod_GET_FUNCTION(PyObject *meth) {
  return _PyMethod_CAST(meth)->im_func;
}
#define PyMethod_GET_FUNCTION(meth) PyMethod_GET_FUNCTION(_PyObject_CAST(meth))
static inline PyObject *PyMethod_GET_SELF(PyObject *meth) {
  return _PyMethod_CAST(meth)->im_self;
}
#define PyMethod_GET_SELF(meth) PyMethod_GET_SELF(_PyObject_CAST(meth))

// cellobject.h
typedef struct {
  PyObject_HEAD
  PyObject *ob_ref;
} PyCellObject;
PyAPI_DATA(PyTypeObject) PyCell_Type;
#define PyCell_Check(op) Py_IS_TYPE((op), &PyCell_Type)
PyAPI_FUNC(PyObject *) PyCell_New(PyObject *);
PyAPI_FUNC(PyObject *) PyCell_Get(PyObject *);
PyAPI_FUNC(int) PyCell_Set(PyObject *, PyObject *);
static inline PyObject *PyCell_GET(PyObject *op) {
  PyCellObject *cell;
  assert(PyCell_Check(op));
  cell = _Py_CAST(PyCellObject *, op);
  return cell->ob_ref;
}
#define PyCell_GET(op) PyCell_GET(_PyObject_CAST(op))
static inline void PyCell_SET(PyObject *op, PyObject *value) {
  PyCellObject *cell;
  assert(PyCell_Check(op));
  cell = _Py_CAST(PyCellObject *, op);
  cell->ob_ref = value;
}
#define PyCell_SET(op, value) PyCell_SET(_PyObject_CAST(op), (value))

// pycapsule.h
typedef void (*PyCapsule_Destructor)(PyObject *);
PyAPI_DATA(PyTypeObject) PyCapsule_Type;
#define PyCapsule_CheckExact(op) Py_IS_TYPE((op), &PyCapsule_Type)
PyAPI_FUNC(PyObject *) PyCapsule_New(void *, const char *,
                                     PyCapsule_Destructor);
PyAPI_FUNC(void *) PyCapsule_GetPointer(PyObject *, const char *);
PyAPI_FUNC(void *) PyCapsule_GetContext(PyObject *);
PyAPI_FUNC(const char *) PyCapsule_GetName(PyObject *);
PyAPI_FUNC(int) PyCapsule_IsValid(PyObject *, const char *);
PyAPI_FUNC(int) PyCapsule_SetPointer(PyObject *, void *);
PyAPI_FUNC(int) PyCapsule_SetContext(PyObject *, void *);
PyAPI_FUNC(void *) PyCapsule_Import(const char *, int);

// weakrefobject.h, cpython/weakrefobject.h
struct _PyWeakReference {
  PyObject_HEAD
  PyObject *wr_object;
  PyObject *wr_callback;
  Py_hash_t hash;
  PyWeakReference *wr_prev;
  PyWeakReference *wr_next;
  vectorcallfunc vectorcall;
#ifdef Py_GIL_DISABLED
  PyMutex *weakrefs_lock;
#endif
};
PyAPI_DATA(PyTypeObject) _PyWeakref_RefType;
PyAPI_DATA(PyTypeObject) _PyWeakref_ProxyType;
PyAPI_DATA(PyTypeObject) _PyWeakref_CallableProxyType;
#define PyWeakref_CheckRef(op) PyObject_TypeCheck((op), &_PyWeakref_RefType)
#define PyWeakref_CheckProxy(op)                                               \
  (Py_IS_TYPE((op), &_PyWeakref_ProxyType) ||                                  \
   Py_IS_TYPE((op), &_PyWeakref_CallableProxyType))
#define PyWeakref_Check(op)                                                    \
  (PyWeakref_CheckRef(op) || PyWeakref_CheckProxy(op))
PyAPI_FUNC(PyObject *) PyWeakref_NewRef(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyWeakref_NewProxy(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyWeakref_GetObject(PyObject *);
#if PY_VERSION_HEX >= 0x030D0000
PyAPI_FUNC(int) PyWeakref_GetRef(PyObject *, PyObject **);
#endif
#if PY_VERSION_HEX >= 0x030E0000
PyAPI_FUNC(int) PyWeakref_IsDead(PyObject *);
#endif
#if PY_VERSION_HEX >= 0x030D0000
Py_DEPRECATED(3.13)
#endif
static inline PyObject *PyWeakref_GET_OBJECT(PyObject *ref_obj) {
  PyWeakReference *ref;
  PyObject *obj;
  assert(PyWeakref_Check(ref_obj));
  ref = _Py_CAST(PyWeakReference *, ref_obj);
  obj = ref->wr_object;
  if (Py_REFCNT(obj) > 0)
    return obj;
  return Py_None;
}
#define PyWeakref_GET_OBJECT(ref) PyWeakref_GET_OBJECT(_PyObject_CAST(ref))

// genobject.h, context.h, code.h, pyframe.h
PyAPI_DATA(PyTypeObject) PyGen_Type;
PyAPI_DATA(PyTypeObject) PyCode_Type;
PyAPI_FUNC(PyObject *) PyContextVar_New(const char *, PyObject *);
PyAPI_FUNC(int) PyContextVar_Get(PyObject *, PyObject *, PyObject **);
PyAPI_FUNC(PyObject *) PyContextVar_Set(PyObject *, PyObject *);
PyAPI_FUNC(PyObject *) PyContext_CopyCurrent(void);
PyAPI_FUNC(PyCodeObject *) PyCode_NewEmpty(const char *, const char *, int);
PyAPI_FUNC(int) PyFrame_GetLineNumber(PyFrameObject *);
#if PY_VERSION_HEX >= 0x03090000
PyAPI_FUNC(PyFrameObject *) PyFrame_GetBack(PyFrameObject *);
PyAPI_FUNC(PyCodeObject *) PyFrame_GetCode(PyFrameObject *);
#endif
#if PY_VERSION_HEX >= 0x030B0000
PyAPI_FUNC(PyObject *) PyFrame_GetLocals(PyFrameObject *);
PyAPI_FUNC(PyObject *) PyFrame_GetGlobals(PyFrameObject *);
#endif

#endif
