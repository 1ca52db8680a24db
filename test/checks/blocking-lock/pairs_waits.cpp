// Pairs about waiting in C++.
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

// Threads are joined attached, and detached.
PyObject *join_bad(PyObject *, PyObject *) {
  std::thread t([] { total++; });
  t.join(); // warn: 'join' waits for another thread while attached // no fix: an exception may leave the function before the release
  Py_RETURN_NONE;
}
PyObject *join_good(PyObject *, PyObject *) {
  std::thread t([] { total++; });
  Py_BEGIN_ALLOW_THREADS
  t.join();
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
PyObject *join_all_bad(PyObject *, PyObject *) {
  std::vector<std::thread> ts;
  for (int i = 0; i < 4; i++)
    ts.emplace_back([] { total++; });
  for (auto &t : ts)
    t.join(); // warn: 'join' waits for another thread while attached // no fix: the statement is the unbraced body of another one
  Py_RETURN_NONE;
}
PyObject *join_all_good(PyObject *, PyObject *) {
  std::vector<std::thread> ts;
  for (int i = 0; i < 4; i++)
    ts.emplace_back([] { total++; });
  {
    nb::gil_scoped_release r;
    for (auto &t : ts)
      t.join();
  }
  Py_RETURN_NONE;
}
// A destructor that joins, which the end of an object runs.
class Worker {
public:
  Worker() : thread_([this] { run(); }) {}
  ~Worker() {
    stop_ = true;
    if (thread_.joinable())
      thread_.join(); // warn: 'join' waits for another thread while attached // no fix: the statement is the unbraced body of another one
  }
  void run();
private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};
typedef struct { PyObject_HEAD Worker *worker; } WorkerObject;
static void worker_dealloc(WorkerObject *self) {
  delete self->worker;
  Py_TYPE(self)->tp_free((PyObject *)self);
}
class Polite {
public:
  ~Polite() {
    stop_ = true;
    py::gil_scoped_release r;
    if (thread_.joinable())
      thread_.join();
  }
private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};
typedef struct { PyObject_HEAD Polite *worker; } PoliteObject;
static void polite_dealloc(PoliteObject *self) {
  delete self->worker;
  Py_TYPE(self)->tp_free((PyObject *)self);
}
PyTypeObject W = {.tp_dealloc = (destructor)worker_dealloc};
PyTypeObject P = {.tp_dealloc = (destructor)polite_dealloc};
// A future, with and without an end.
PyObject *future_bad(PyObject *, PyObject *) {
  auto f = std::async(std::launch::async, [] { return 3; });
  return PyLong_FromLong(f.get()); // warn: 'get' waits for another thread while attached // no fix: the call is part of a larger statement
}
PyObject *future_good(PyObject *, PyObject *) {
  auto f = std::async(std::launch::async, [] { return 3; });
  int n;
  {
    py::gil_scoped_release r;
    n = f.get();
  }
  return PyLong_FromLong(n);
}
PyObject *shared_future_bad(PyObject *, PyObject *) {
  std::promise<int> p;
  std::shared_future<int> f(p.get_future());
  f.wait(); // warn: 'wait' waits for another thread while attached // no fix: an exception may leave the function before the release
  Py_RETURN_NONE;
}
PyObject *future_zero_good(PyObject *, PyObject *) {
  static std::promise<int> p;
  static std::shared_future<int> f(p.get_future());
  if (f.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
    Py_RETURN_TRUE;
  Py_RETURN_FALSE;
}
PyObject *future_for_bad(PyObject *, PyObject *) {
  std::promise<int> p;
  std::future<int> f(p.get_future());
  f.wait_for(std::chrono::seconds(5)); // warn: 'wait_for' waits for another thread while attached // no fix: an exception may leave the function before the release
  Py_RETURN_NONE;
}
// A condition.
static std::mutex cvm, cvm2;
static std::condition_variable cv, cv2;
static bool ready;
PyObject *cv_bad(PyObject *, PyObject *) {
  std::unique_lock<std::mutex> l(cvm);
  while (!ready)
    cv.wait(l); // warn: 'wait' waits for another thread while attached // no fix: the wait takes its lock back, which must not be waited for a
  Py_RETURN_NONE;
}
PyObject *cv_good(PyObject *, PyObject *) {
  {
    py::gil_scoped_release r;
    std::unique_lock<std::mutex> l(cvm2);
    cv2.wait_for(l, std::chrono::seconds(1), [] { return ready; });
  }
  Py_RETURN_NONE;
}
// A lock made of a flag: Python under it, and a leaf.
static std::atomic<bool> spin{false}, spin2{false};
PyObject *exchange_bad(PyObject *, PyObject *cb) {
  while (spin.exchange(true, std::memory_order_acquire)) { // warn: waits for 'spin' while attached // review: other threads run while this o
  }
  PyObject *r = PyObject_CallNoArgs(cb);
  spin.store(false, std::memory_order_release);
  return r;
}
PyObject *exchange_good(PyObject *, PyObject *) {
  while (spin2.exchange(true, std::memory_order_acquire)) {
  }
  total++;
  spin2.store(false, std::memory_order_release);
  Py_RETURN_NONE;
}
// Time.
PyObject *sleep_bad(PyObject *, PyObject *) {
  std::this_thread::sleep_for(std::chrono::milliseconds(100)); // warn: 'sleep_for' sleeps while attached // no fix: an exception may leave the function before the release
  Py_RETURN_NONE;
}
PyObject *sleep_good(PyObject *, PyObject *) {
  Py_BEGIN_ALLOW_THREADS
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
PyObject *absl_wait_bad(PyObject *, PyObject *) {
  absl::Notification done;
  std::thread t([&] { done.Notify(); });
  t.detach();
  done.WaitForNotification(); // warn: 'WaitForNotification' waits for another thread while attached // no fix: an exception may leave the function before the release
  Py_RETURN_NONE;
}
PyObject *absl_wait_good(PyObject *, PyObject *) {
  absl::Notification done;
  std::thread t([&] { done.Notify(); });
  t.detach();
  nb::gil_scoped_release r;
  done.WaitForNotification();
  return nullptr;
}
