// Pairs about locks of C++.
#include <Python.h>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace pybind11 {
struct gil_scoped_release { gil_scoped_release(); ~gil_scoped_release(); };
struct gil_scoped_acquire { gil_scoped_acquire(); ~gil_scoped_acquire(); };
}
namespace nanobind {
struct gil_scoped_release { gil_scoped_release(); ~gil_scoped_release(); };
struct gil_scoped_acquire { gil_scoped_acquire(); ~gil_scoped_acquire(); };
}
namespace absl {
class Mutex { public: void Lock(); void Unlock(); bool TryLock(); void ReaderLock(); void ReaderUnlock(); };
class MutexLock { public: explicit MutexLock(Mutex *); ~MutexLock(); };
struct once_flag {};
template <class F, class... A> void call_once(once_flag &, F &&f, A &&...a) { f(a...); }
class Notification { public: void WaitForNotification() const; void Notify(); };
}
namespace py = pybind11;
namespace nb = nanobind;
static int total;
static PyObject *observer;

// A lock that is a member: Python under it, and a leaf.
class Cache {
public:
  PyObject *get(PyObject *key) {
    std::lock_guard<std::mutex> lock(mutex_); // warn: waits for 'mutex_' while attached // review: other threads run while this o
    return PyObject_GetItem(dict_, key);
  }
  long size() {
    std::lock_guard<std::mutex> lock(mutex2_);
    return n_;
  }
private:
  std::mutex mutex_, mutex2_;
  PyObject *dict_;
  long n_;
};
static Cache cache;
PyObject *cache_get(PyObject *, PyObject *key) { return cache.get(key); }
PyObject *cache_size(PyObject *, PyObject *) { return PyLong_FromLong(cache.size()); }

// The guard's type is deduced.
static std::mutex ctad;
PyObject *ctad_bad(PyObject *, PyObject *cb) {
  std::lock_guard g(ctad); // warn: waits for 'ctad' while attached // review: other threads run while this o
  return PyObject_CallNoArgs(cb);
}
// Deferred and then taken attached; only tried; adopted; deferred and taken detached.
static std::mutex deferred, tried;
PyObject *deferred_bad(PyObject *, PyObject *cb) {
  std::unique_lock<std::mutex> g(deferred, std::defer_lock);
  g.lock(); // warn: waits for 'deferred' while attached // review: other threads run while this o
  return PyObject_CallNoArgs(cb);
}
PyObject *tried_good(PyObject *, PyObject *cb) {
  std::unique_lock<std::mutex> g(tried, std::try_to_lock);
  if (!g.owns_lock())
    Py_RETURN_NONE;
  return PyObject_CallNoArgs(cb);
}
static std::mutex adopted;
PyObject *adopted_good(PyObject *, PyObject *cb) {
  {
    py::gil_scoped_release r;
    adopted.lock();
  }
  std::lock_guard<std::mutex> g(adopted, std::adopt_lock);
  return PyObject_CallNoArgs(cb);
}
static std::mutex deferred2;
PyObject *deferred_good(PyObject *, PyObject *cb) {
  std::unique_lock<std::mutex> g(deferred2, std::defer_lock);
  {
    py::gil_scoped_release r;
    g.lock();
  }
  return PyObject_CallNoArgs(cb);
}
// Two locks at once.
static std::mutex sa, sb, sc, sd;
PyObject *scoped_bad(PyObject *, PyObject *cb) {
  std::scoped_lock g(sa, sb); // warn: waits for 'sa' while attached // no fix: the guard cannot be made without its lock // warn: waits for 'sb' while attached // no fix: the guard cannot be made without its lock
  return PyObject_Str(cb);
}
PyObject *scoped_good(PyObject *, PyObject *cb) {
  {
    std::scoped_lock g(sc, sd);
    total++;
  }
  return PyObject_Str(cb);
}
// A reader waits for a writer that runs Python.
static std::shared_mutex table, table2;
PyObject *shared_bad(PyObject *, PyObject *) {
  std::shared_lock lock(table); // warn: waits for 'table' while attached // no fix: the guard cannot be made without its lock
  return PyLong_FromLong(total);
}
PyObject *unique_bad(PyObject *, PyObject *arg) {
  std::unique_lock lock(table); // warn: waits for 'table' while attached // no fix: the guard cannot be made without its lock
  if (PyObject_SetAttrString(observer, "x", arg) < 0)
    return nullptr;
  Py_RETURN_NONE;
}
PyObject *shared_good(PyObject *, PyObject *) {
  std::shared_lock lock(table2);
  return PyLong_FromLong(total);
}
PyObject *unique_good(PyObject *, PyObject *arg) {
  {
    std::unique_lock lock(table2);
    total++;
  }
  if (PyObject_SetAttrString(observer, "x", arg) < 0)
    return nullptr;
  Py_RETURN_NONE;
}
// A recursive lock, given back before Python is called, or not.
static std::recursive_mutex rec, rec2;
PyObject *rec_bad(PyObject *, PyObject *cb) {
  std::lock_guard<std::recursive_mutex> g(rec); // warn: waits for 'rec' while attached // review: other threads run while this o
  return PyObject_CallNoArgs(cb);
}
PyObject *rec_good(PyObject *, PyObject *cb) {
  std::unique_lock<std::recursive_mutex> g(rec2);
  total++;
  g.unlock();
  return PyObject_CallNoArgs(cb);
}
// Abseil.
static absl::Mutex am, am2;
PyObject *absl_bad(PyObject *, PyObject *cb) {
  absl::MutexLock l(&am); // warn: waits for 'am' while attached // no fix: the guard cannot be made without its lock
  return PyObject_CallNoArgs(cb);
}
PyObject *absl_good(PyObject *, PyObject *cb) {
  {
    absl::MutexLock l(&am2);
    total++;
  }
  return PyObject_CallNoArgs(cb);
}
// The guard that was made last goes first.
static std::mutex no, no2;
int nb_order_bad(int n) {
  std::lock_guard<std::mutex> g(no); // warn: waits for 'no' while attached // review: other threads run while this o
  nb::gil_scoped_release r;
  return total += n;
}
int nb_order_good(int n) {
  nb::gil_scoped_release r;
  std::lock_guard<std::mutex> g(no2);
  return total += n;
}
// A library's callback attaches with the lock in hand, or without.
static std::mutex cbm, cbm2;
static std::vector<PyObject *> callbacks;
void on_event(int n) {
  std::lock_guard<std::mutex> g(cbm);
  nb::gil_scoped_acquire a;
  for (PyObject *o : callbacks)
    Py_XDECREF(PyObject_CallFunction(o, "i", n));
}
PyObject *subscribe_bad(PyObject *, PyObject *cb) {
  std::lock_guard<std::mutex> g(cbm); // warn: waits for 'cbm' while attached // no fix: at another place that waits for the lock the thread state is
  callbacks.push_back(Py_NewRef(cb));
  Py_RETURN_NONE;
}
void on_event2(int n) {
  std::vector<PyObject *> copy;
  {
    std::lock_guard<std::mutex> g(cbm2);
    copy = callbacks;
  }
  nb::gil_scoped_acquire a;
  for (PyObject *o : copy)
    Py_XDECREF(PyObject_CallFunction(o, "i", n));
}
PyObject *subscribe_good(PyObject *, PyObject *cb) {
  std::lock_guard<std::mutex> g(cbm2);
  callbacks.push_back(Py_NewRef(cb));
  Py_RETURN_NONE;
}
// The lock is in a function.
static std::mutex &mutex() {
  static std::mutex m;
  return m;
}
PyObject *meyers_bad(PyObject *, PyObject *cb) {
  std::lock_guard<std::mutex> g(mutex()); // warn: waits for 'mutex()' while attached // no fix: other files may wait for the lock too
  return PyObject_CallNoArgs(cb);
}
// Nobody knows what the handler does.
static std::mutex fm;
static std::function<void(int)> handler;
PyObject *function_unknown_good(PyObject *, PyObject *) {
  std::lock_guard<std::mutex> g(fm);
  if (handler)
    handler(3);
  Py_RETURN_NONE;
}
// A guard in the condition.
static std::mutex im;
PyObject *if_init_bad(PyObject *, PyObject *cb) {
  if (std::lock_guard<std::mutex> g(im); total) // warn: waits for 'im' while attached // no fix: the guard cannot be made without its lock
    return PyObject_CallNoArgs(cb);
  Py_RETURN_NONE;
}
