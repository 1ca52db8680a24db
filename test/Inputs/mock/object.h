//===-- object.h - objects and reference counts -------------------*- C -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef Py_OBJECT_H
#define Py_OBJECT_H

// pytypedefs.h
typedef struct _object PyObject;
typedef struct _typeobject PyTypeObject;
typedef struct PyMethodDef PyMethodDef;
typedef struct PyMemberDef PyMemberDef;
typedef struct PyGetSetDef PyGetSetDef;
typedef struct PyModuleDef PyModuleDef;
typedef struct PyModuleDef_Slot PyModuleDef_Slot;
typedef struct _PyWeakReference PyWeakReference;
typedef struct PyCodeObject PyCodeObject;
typedef struct _frame PyFrameObject;
typedef struct _ts PyThreadState;
typedef struct _is PyInterpreterState;

// cpython/pyatomic_gcc.h
static inline uint32_t _Py_atomic_load_uint32_relaxed(const uint32_t *obj) {
  return __atomic_load_n(obj, __ATOMIC_RELAXED);
}
static inline void _Py_atomic_store_uint32_relaxed(uint32_t *obj,
                                                   uint32_t value) {
  __atomic_store_n(obj, value, __ATOMIC_RELAXED);
}
static inline Py_ssize_t _Py_atomic_load_ssize_relaxed(const Py_ssize_t *obj) {
  return __atomic_load_n(obj, __ATOMIC_RELAXED);
}
static inline void _Py_atomic_store_ssize_relaxed(Py_ssize_t *obj,
                                                  Py_ssize_t value) {
  __atomic_store_n(obj, value, __ATOMIC_RELAXED);
}
static inline Py_ssize_t _Py_atomic_add_ssize(Py_ssize_t *obj,
                                              Py_ssize_t value) {
  return __atomic_fetch_add(obj, value, __ATOMIC_SEQ_CST);
}
static inline int _Py_atomic_compare_exchange_uint8(uint8_t *obj,
                                                    uint8_t *expected,
                                                    uint8_t desired) {
  return __atomic_compare_exchange_n(obj, expected, desired, 0,
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

// lock.h. One byte; GIL builds have it too.
#if PY_VERSION_HEX >= 0x030D0000 || defined(Py_GIL_DISABLED)
#define _Py_UNLOCKED 0
#define _Py_LOCKED 1
typedef struct PyMutex {
  uint8_t _bits;
} PyMutex;
PyAPI_FUNC(void) PyMutex_Lock(PyMutex *m);
PyAPI_FUNC(void) PyMutex_Unlock(PyMutex *m);
static inline void _PyMutex_Lock(PyMutex *m) {
  uint8_t expected = _Py_UNLOCKED;
  if (!_Py_atomic_compare_exchange_uint8(&m->_bits, &expected, _Py_LOCKED))
    PyMutex_Lock(m);
}
#define PyMutex_Lock _PyMutex_Lock
static inline void _PyMutex_Unlock(PyMutex *m) {
  uint8_t expected = _Py_LOCKED;
  if (!_Py_atomic_compare_exchange_uint8(&m->_bits, &expected, _Py_UNLOCKED))
    PyMutex_Unlock(m);
}
#define PyMutex_Unlock _PyMutex_Unlock
#endif
#if PY_VERSION_HEX >= 0x030E0000
PyAPI_FUNC(int) PyMutex_IsLocked(PyMutex *m);
#endif

// object.h: the head of every object, with and without the GIL.
#define PyObject_HEAD PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;
#define _Py_IMMORTAL_REFCNT _Py_CAST(Py_ssize_t, UINT_MAX)
#ifndef Py_GIL_DISABLED
struct _object {
  union {
    Py_ssize_t ob_refcnt;
    PY_UINT32_T ob_refcnt_split[2];
  };
  PyTypeObject *ob_type;
};
#define PyObject_HEAD_INIT(type) {{_Py_IMMORTAL_REFCNT}, (type)},
#else
#define _Py_IMMORTAL_REFCNT_LOCAL UINT32_MAX
#define _Py_REF_SHARED_SHIFT 2
struct _object {
  uintptr_t ob_tid;
  uint16_t _padding;
  PyMutex ob_mutex;
  uint8_t ob_gc_bits;
  uint32_t ob_ref_local;
  Py_ssize_t ob_ref_shared;
  PyTypeObject *ob_type;
};
#define PyObject_HEAD_INIT(type)                                               \
  {0, 0, {0}, 0, _Py_IMMORTAL_REFCNT_LOCAL, 0, (type)},
#endif
typedef struct {
  PyObject ob_base;
  Py_ssize_t ob_size;
} PyVarObject;
#define PyVarObject_HEAD_INIT(type, size) {PyObject_HEAD_INIT(type)(size)},
#define _PyObject_CAST(op) _Py_CAST(PyObject *, (op))
#define _PyVarObject_CAST(op) _Py_CAST(PyVarObject *, (op))

// object.h: macros that forward to inline functions of the same name.
PyAPI_DATA(PyTypeObject) PyLong_Type;
PyAPI_DATA(PyTypeObject) PyBool_Type;
static inline Py_ssize_t Py_REFCNT(PyObject *ob) {
#ifndef Py_GIL_DISABLED
  return ob->ob_refcnt;
#else
  uint32_t local = _Py_atomic_load_uint32_relaxed(&ob->ob_ref_local);
  if (local == _Py_IMMORTAL_REFCNT_LOCAL)
    return _Py_IMMORTAL_REFCNT;
  Py_ssize_t shared = _Py_atomic_load_ssize_relaxed(&ob->ob_ref_shared);
  return _Py_STATIC_CAST(Py_ssize_t, local) +
         Py_ARITHMETIC_RIGHT_SHIFT(Py_ssize_t, shared, _Py_REF_SHARED_SHIFT);
#endif
}
#define Py_REFCNT(ob) Py_REFCNT(_PyObject_CAST(ob))
static inline PyTypeObject *Py_TYPE(PyObject *ob) { return ob->ob_type; }
#define Py_TYPE(ob) Py_TYPE(_PyObject_CAST(ob))
static inline Py_ssize_t Py_SIZE(PyObject *ob) {
  assert(ob->ob_type != &PyLong_Type);
  assert(ob->ob_type != &PyBool_Type);
  return _PyVarObject_CAST(ob)->ob_size;
}
#define Py_SIZE(ob) Py_SIZE(_PyObject_CAST(ob))
static inline int Py_IS_TYPE(PyObject *ob, PyTypeObject *type) {
  return Py_TYPE(ob) == type;
}
#define Py_IS_TYPE(ob, type) Py_IS_TYPE(_PyObject_CAST(ob), (type))
static inline void Py_SET_TYPE(PyObject *ob, PyTypeObject *type) {
  ob->ob_type = type;
}
#define Py_SET_TYPE(ob, type) Py_SET_TYPE(_PyObject_CAST(ob), type)
static inline void Py_SET_SIZE(PyVarObject *ob, Py_ssize_t size) {
#ifdef Py_GIL_DISABLED
  _Py_atomic_store_ssize_relaxed(&ob->ob_size, size);
#else
  ob->ob_size = size;
#endif
}
#define Py_SET_SIZE(ob, size) Py_SET_SIZE(_PyVarObject_CAST(ob), (size))
PyAPI_FUNC(void) _Py_SetRefcnt(PyObject *ob, Py_ssize_t refcnt);
static inline void Py_SET_REFCNT(PyObject *ob, Py_ssize_t refcnt) {
#ifdef Py_GIL_DISABLED
  _Py_SetRefcnt(ob, refcnt);
#else
  ob->ob_refcnt = refcnt;
#endif
}
#define Py_SET_REFCNT(ob, refcnt) Py_SET_REFCNT(_PyObject_CAST(ob), (refcnt))

// object.h: reference counts.
PyAPI_FUNC(void) _Py_Dealloc(PyObject *);
PyAPI_FUNC(void) Py_IncRef(PyObject *);
PyAPI_FUNC(void) Py_DecRef(PyObject *);
#ifdef Py_GIL_DISABLED
PyAPI_FUNC(uintptr_t) _Py_ThreadId(void);
PyAPI_FUNC(void) _Py_DecRefShared(PyObject *);
PyAPI_FUNC(void) _Py_MergeZeroLocalRefcount(PyObject *);
static inline Py_ALWAYS_INLINE int _Py_IsOwnedByCurrentThread(PyObject *ob) {
  return ob->ob_tid == _Py_ThreadId();
}
#endif
static inline Py_ALWAYS_INLINE int _Py_IsImmortal(PyObject *op) {
#ifdef Py_GIL_DISABLED
  return _Py_atomic_load_uint32_relaxed(&op->ob_ref_local) ==
         _Py_IMMORTAL_REFCNT_LOCAL;
#else
  return _Py_CAST(int32_t, op->ob_refcnt) < 0;
#endif
}
#define _Py_IsImmortal(op) _Py_IsImmortal(_PyObject_CAST(op))
static inline Py_ALWAYS_INLINE void Py_INCREF(PyObject *op) {
#ifdef Py_GIL_DISABLED
  uint32_t local = _Py_atomic_load_uint32_relaxed(&op->ob_ref_local) + 1;
  if (local == 0)
    return;
  if (_Py_IsOwnedByCurrentThread(op))
    _Py_atomic_store_uint32_relaxed(&op->ob_ref_local, local);
  else
    _Py_atomic_add_ssize(&op->ob_ref_shared, (1 << _Py_REF_SHARED_SHIFT));
#else
  PY_UINT32_T count = op->ob_refcnt_split[PY_BIG_ENDIAN] + 1;
  if (count == 0)
    return;
  op->ob_refcnt_split[PY_BIG_ENDIAN] = count;
#endif
}
#define Py_INCREF(op) Py_INCREF(_PyObject_CAST(op))
static inline Py_ALWAYS_INLINE void Py_DECREF(PyObject *op) {
#ifdef Py_GIL_DISABLED
  uint32_t local = _Py_atomic_load_uint32_relaxed(&op->ob_ref_local);
  if (local == _Py_IMMORTAL_REFCNT_LOCAL)
    return;
  if (_Py_IsOwnedByCurrentThread(op)) {
    local--;
    _Py_atomic_store_uint32_relaxed(&op->ob_ref_local, local);
    if (local == 0)
      _Py_MergeZeroLocalRefcount(op);
  } else {
    _Py_DecRefShared(op);
  }
#else
  if (_Py_IsImmortal(op))
    return;
  if (--op->ob_refcnt == 0)
    _Py_Dealloc(op);
#endif
}
#define Py_DECREF(op) Py_DECREF(_PyObject_CAST(op))
static inline void Py_XINCREF(PyObject *op) {
  if (op != _Py_NULL)
    Py_INCREF(op);
}
#define Py_XINCREF(op) Py_XINCREF(_PyObject_CAST(op))
static inline void Py_XDECREF(PyObject *op) {
  if (op != _Py_NULL)
    Py_DECREF(op);
}
#define Py_XDECREF(op) Py_XDECREF(_PyObject_CAST(op))
#if PY_VERSION_HEX >= 0x030A0000
PyAPI_FUNC(PyObject *) Py_NewRef(PyObject *obj);
PyAPI_FUNC(PyObject *) Py_XNewRef(PyObject *obj);
static inline PyObject *_Py_NewRef(PyObject *obj) {
  Py_INCREF(obj);
  return obj;
}
static inline PyObject *_Py_XNewRef(PyObject *obj) {
  Py_XINCREF(obj);
  return obj;
}
#define Py_NewRef(obj) _Py_NewRef(_PyObject_CAST(obj))
#define Py_XNewRef(obj) _Py_XNewRef(_PyObject_CAST(obj))
#endif
#define Py_CLEAR(op)                                                           \
  do {                                                                         \
    _Py_TYPEOF(op) *_tmp_op_ptr = &(op);                                       \
    _Py_TYPEOF(op) _tmp_old_op = (*_tmp_op_ptr);                               \
    if (_tmp_old_op != NULL) {                                                 \
      *_tmp_op_ptr = _Py_NULL;                                                 \
      Py_DECREF(_tmp_old_op);                                                  \
    }                                                                          \
  } while (0)
#define Py_SETREF(dst, src)                                                    \
  do {                                                                         \
    _Py_TYPEOF(dst) *_tmp_dst_ptr = &(dst);                                    \
    _Py_TYPEOF(dst) _tmp_old_dst = (*_tmp_dst_ptr);                            \
    *_tmp_dst_ptr = (src);                                                     \
    Py_DECREF(_tmp_old_dst);                                                   \
  } while (0)
#define Py_XSETREF(dst, src)                                                   \
  do {                                                                         \
    _Py_TYPEOF(dst) *_tmp_dst_ptr = &(dst);                                    \
    _Py_TYPEOF(dst) _tmp_old_dst = (*_tmp_dst_ptr);                            \
    *_tmp_dst_ptr = (src);                                                     \
    Py_XDECREF(_tmp_old_dst);                                                  \
  } while (0)

// object.h, boolobject.h: singletons.
PyAPI_DATA(PyObject) _Py_NoneStruct;
PyAPI_DATA(PyObject) _Py_NotImplementedStruct;
typedef struct {
  PyObject_HEAD
  uintptr_t lv_tag;
  uint32_t ob_digit[1];
} PyLongObject;
PyAPI_DATA(PyLongObject) _Py_FalseStruct;
PyAPI_DATA(PyLongObject) _Py_TrueStruct;
PyAPI_DATA(PyObject) _Py_EllipsisObject;
#define Py_None (&_Py_NoneStruct)
#define Py_NotImplemented (&_Py_NotImplementedStruct)
#define Py_Ellipsis (&_Py_EllipsisObject)
#define Py_False _PyObject_CAST(&_Py_FalseStruct)
#define Py_True _PyObject_CAST(&_Py_TrueStruct)
#define Py_RETURN_NONE return Py_None
#define Py_RETURN_NOTIMPLEMENTED return Py_NotImplemented
#define Py_RETURN_TRUE return Py_True
#define Py_RETURN_FALSE return Py_False
#define Py_LT 0
#define Py_LE 1
#define Py_EQ 2
#define Py_NE 3
#define Py_GT 4
#define Py_GE 5
#define Py_RETURN_RICHCOMPARE(val1, val2, op)                                  \
  do {                                                                         \
    switch (op) {                                                              \
    case Py_EQ: if ((val1) == (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE;         \
    case Py_NE: if ((val1) != (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE;         \
    case Py_LT: if ((val1) < (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE;          \
    case Py_GT: if ((val1) > (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE;          \
    case Py_LE: if ((val1) <= (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE;         \
    case Py_GE: if ((val1) >= (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE;         \
    default: Py_UNREACHABLE();                                                 \
    }                                                                          \
  } while (0)
#if PY_VERSION_HEX >= 0x030A0000
#define Py_Is(x, y) ((x) == (y))
#define Py_IsNone(x) Py_Is((x), Py_None)
#define Py_IsTrue(x) Py_Is((x), Py_True)
#define Py_IsFalse(x) Py_Is((x), Py_False)
#endif

#endif
