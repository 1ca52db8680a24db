//===-- pythread.h - threads, locks, the interpreter, imports -----*- C -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef Py_PYTHREAD_H
#define Py_PYTHREAD_H

// ceval.h. The begin and end macros hold one brace each.
#define Py_BEGIN_ALLOW_THREADS                                                 \
  {                                                                            \
    PyThreadState *_save;                                                      \
    _save = PyEval_SaveThread();
#define Py_BLOCK_THREADS PyEval_RestoreThread(_save);
#define Py_UNBLOCK_THREADS _save = PyEval_SaveThread();
#define Py_END_ALLOW_THREADS                                                   \
  PyEval_RestoreThread(_save);                                                 \
  }
PyAPI_FUNC(PyThreadState *) PyEval_SaveThread(void);
PyAPI_FUNC(void) PyEval_RestoreThread(PyThreadState *);
PyAPI_FUNC(void) PyEval_AcquireThread(PyThreadState *);
PyAPI_FUNC(void) PyEval_ReleaseThread(PyThreadState *);
PyAPI_FUNC(PyFrameObject *) PyEval_GetFrame(void);
PyAPI_FUNC(PyObject *) PyEval_GetGlobals(void);
PyAPI_FUNC(PyObject *) PyEval_GetLocals(void);
PyAPI_FUNC(PyObject *) PyEval_GetBuiltins(void);
PyAPI_FUNC(PyObject *) PyEval_EvalCode(PyObject *, PyObject *, PyObject *);
PyAPI_FUNC(int) Py_EnterRecursiveCall(const char *);
PyAPI_FUNC(void) Py_LeaveRecursiveCall(void);
PyAPI_FUNC(int) Py_AddPendingCall(int (*)(void *), void *);
PyAPI_FUNC(int) Py_AtExit(void (*)(void));
PyAPI_FUNC(int) Py_IsInitialized(void);
PyAPI_FUNC(void) Py_Initialize(void);
PyAPI_FUNC(int) Py_FinalizeEx(void);
#if PY_VERSION_HEX >= 0x030D0000
PyAPI_FUNC(PyObject *) PyEval_GetFrameGlobals(void);
PyAPI_FUNC(PyObject *) PyEval_GetFrameLocals(void);
PyAPI_FUNC(PyObject *) PyEval_GetFrameBuiltins(void);
#endif

// pystate.h
typedef enum { PyGILState_LOCKED, PyGILState_UNLOCKED } PyGILState_STATE;
PyAPI_FUNC(PyThreadState *) PyThreadState_Get(void);
PyAPI_FUNC(PyObject *) PyThreadState_GetDict(void);
PyAPI_FUNC(PyThreadState *) PyThreadState_Swap(PyThreadState *);
PyAPI_FUNC(PyThreadState *) PyThreadState_New(PyInterpreterState *);
PyAPI_FUNC(void) PyThreadState_Clear(PyThreadState *);
PyAPI_FUNC(void) PyThreadState_Delete(PyThreadState *);
PyAPI_FUNC(PyGILState_STATE) PyGILState_Ensure(void);
PyAPI_FUNC(void) PyGILState_Release(PyGILState_STATE);
PyAPI_FUNC(int) PyGILState_Check(void);
PyAPI_FUNC(PyObject *) PyInterpreterState_GetDict(PyInterpreterState *);
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Main(void);
#if PY_VERSION_HEX >= 0x03090000
PyAPI_FUNC(PyFrameObject *) PyThreadState_GetFrame(PyThreadState *);
PyAPI_FUNC(PyInterpreterState *) PyThreadState_GetInterpreter(PyThreadState *);
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Get(void);
#endif
#if PY_VERSION_HEX >= 0x030D0000
PyAPI_FUNC(PyThreadState *) PyThreadState_GetUnchecked(void);
#endif
#define PyThreadState_GET() PyThreadState_Get()

// pythread.h
typedef void *PyThread_type_lock;
typedef enum PyLockStatus {
  PY_LOCK_FAILURE = 0,
  PY_LOCK_ACQUIRED = 1,
  PY_LOCK_INTR
} PyLockStatus;
#define WAIT_LOCK 1
#define NOWAIT_LOCK 0
typedef struct _Py_tss_t {
  int _is_initialized;
  unsigned long _key;
} Py_tss_t;
#define Py_tss_NEEDS_INIT {0, 0}
PyAPI_FUNC(PyThread_type_lock) PyThread_allocate_lock(void);
PyAPI_FUNC(void) PyThread_free_lock(PyThread_type_lock);
PyAPI_FUNC(int) PyThread_acquire_lock(PyThread_type_lock, int);
PyAPI_FUNC(PyLockStatus) PyThread_acquire_lock_timed(PyThread_type_lock, long long, int);
PyAPI_FUNC(void) PyThread_release_lock(PyThread_type_lock);
PyAPI_FUNC(unsigned long) PyThread_get_thread_ident(void);
PyAPI_FUNC(unsigned long) PyThread_start_new_thread(void (*)(void *), void *);
PyAPI_FUNC(int) PyThread_tss_create(Py_tss_t *);
PyAPI_FUNC(void *) PyThread_tss_get(Py_tss_t *);
PyAPI_FUNC(int) PyThread_tss_set(Py_tss_t *, void *);
PyAPI_FUNC(void) PyThread_tss_delete(Py_tss_t *);

// cpython/critical_section.h. A GIL build has nothing but the braces.
#if PY_VERSION_HEX >= 0x030D0000
typedef struct PyCriticalSection PyCriticalSection;
typedef struct PyCriticalSection2 PyCriticalSection2;
PyAPI_FUNC(void) PyCriticalSection_Begin(PyCriticalSection *, PyObject *);
PyAPI_FUNC(void) PyCriticalSection_End(PyCriticalSection *);
PyAPI_FUNC(void) PyCriticalSection2_Begin(PyCriticalSection2 *, PyObject *,
                                          PyObject *);
PyAPI_FUNC(void) PyCriticalSection2_End(PyCriticalSection2 *);
#ifndef Py_GIL_DISABLED
#define Py_BEGIN_CRITICAL_SECTION(op) {
#define Py_END_CRITICAL_SECTION() }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) {
#define Py_END_CRITICAL_SECTION2() }
#else
struct PyCriticalSection {
  uintptr_t _cs_prev;
  PyMutex *_cs_mutex;
};
struct PyCriticalSection2 {
  PyCriticalSection _cs_base;
  PyMutex *_cs_mutex2;
};
#define Py_BEGIN_CRITICAL_SECTION(op)                                          \
  {                                                                            \
    PyCriticalSection _py_cs;                                                  \
    PyCriticalSection_Begin(&_py_cs, _PyObject_CAST(op))
#define Py_END_CRITICAL_SECTION()                                              \
  PyCriticalSection_End(&_py_cs);                                              \
  }
#define Py_BEGIN_CRITICAL_SECTION2(a, b)                                       \
  {                                                                            \
    PyCriticalSection2 _py_cs2;                                                \
    PyCriticalSection2_Begin(&_py_cs2, _PyObject_CAST(a), _PyObject_CAST(b))
#define Py_END_CRITICAL_SECTION2()                                             \
  PyCriticalSection2_End(&_py_cs2);                                            \
  }
#endif
#endif
// The same for a mutex that is no object's, new in 3.14.
#if PY_VERSION_HEX >= 0x030E0000
PyAPI_FUNC(void) PyCriticalSection_BeginMutex(PyCriticalSection *, PyMutex *);
PyAPI_FUNC(void) PyCriticalSection2_BeginMutex(PyCriticalSection2 *, PyMutex *,
                                               PyMutex *);
#ifndef Py_GIL_DISABLED
#define Py_BEGIN_CRITICAL_SECTION_MUTEX(mutex) {
#define Py_BEGIN_CRITICAL_SECTION2_MUTEX(m1, m2) {
#else
#define Py_BEGIN_CRITICAL_SECTION_MUTEX(mutex)                                 \
  {                                                                            \
    PyCriticalSection _py_cs;                                                  \
    PyCriticalSection_BeginMutex(&_py_cs, mutex)
#define Py_BEGIN_CRITICAL_SECTION2_MUTEX(m1, m2)                               \
  {                                                                            \
    PyCriticalSection2 _py_cs2;                                                \
    PyCriticalSection2_BeginMutex(&_py_cs2, m1, m2)
#endif
#endif

// import.h
PyAPI_FUNC(PyObject *) PyImport_ImportModule(const char *);
PyAPI_FUNC(PyObject *) PyImport_Import(PyObject *);
PyAPI_FUNC(PyObject *) PyImport_ImportModuleLevel(const char *, PyObject *,
                                                  PyObject *, PyObject *, int);
PyAPI_FUNC(PyObject *)
    PyImport_ImportModuleLevelObject(PyObject *, PyObject *, PyObject *,
                                     PyObject *, int);
PyAPI_FUNC(PyObject *) PyImport_GetModule(PyObject *);
PyAPI_FUNC(PyObject *) PyImport_GetModuleDict(void);
PyAPI_FUNC(PyObject *) PyImport_AddModule(const char *);
PyAPI_FUNC(PyObject *) PyImport_AddModuleObject(PyObject *);
PyAPI_FUNC(PyObject *) PyImport_ReloadModule(PyObject *);
PyAPI_FUNC(int) PyImport_AppendInittab(const char *, PyObject *(*)(void));
#if PY_VERSION_HEX >= 0x030D0000
PyAPI_FUNC(PyObject *) PyImport_AddModuleRef(const char *);
#endif
#define PyImport_ImportModuleEx(n, g, l, f)                                    \
  PyImport_ImportModuleLevel(n, g, l, f, 0)

// sysmodule.h
PyAPI_FUNC(PyObject *) PySys_GetObject(const char *);
PyAPI_FUNC(int) PySys_SetObject(const char *, PyObject *);
PyAPI_FUNC(void) PySys_WriteStdout(const char *, ...);
PyAPI_FUNC(void) PySys_WriteStderr(const char *, ...);
PyAPI_FUNC(PyObject *) PySys_GetXOptions(void);
PyAPI_FUNC(int) PySys_Audit(const char *, const char *, ...);
#if PY_VERSION_HEX >= 0x030F0000
PyAPI_FUNC(PyObject *) PySys_GetAttr(PyObject *);
PyAPI_FUNC(PyObject *) PySys_GetAttrString(const char *);
PyAPI_FUNC(int) PySys_GetOptionalAttr(PyObject *, PyObject **);
PyAPI_FUNC(int) PySys_GetOptionalAttrString(const char *, PyObject **);
#endif

// pythonrun.h, compile.h
#define Py_single_input 256
#define Py_file_input 257
#define Py_eval_input 258
PyAPI_FUNC(int) PyRun_SimpleString(const char *);
PyAPI_FUNC(PyObject *) PyRun_String(const char *, int, PyObject *, PyObject *);

#endif
