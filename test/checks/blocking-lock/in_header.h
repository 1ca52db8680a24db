// A guard class of another file takes the lock; here it is used.
#include <mutex>
extern std::mutex table;
struct TableGuard {
  TableGuard() { table.lock(); }
  ~TableGuard() { table.unlock(); }
};
