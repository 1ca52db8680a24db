//===-- WholeFile.cpp - files that are replaced as a whole
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The content goes into a file without a name, in the same folder, which gets
// its name when it is complete and on the disk, and is then renamed. Without a
// name nothing is left behind by whoever is killed; where the file system has
// no such files a temporary name is used from the start.
//
//===----------------------------------------------------------------------===//

#include "WholeFile.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace llvm;

namespace ftidy::command {

static Error failed(const std::string &File, int Number) {
  return createStringError(inconvertibleErrorCode(),
                           File +
                               " cannot be written: " + std::strerror(Number));
}

static bool writeAll(int Descriptor, StringRef Content) {
  while (!Content.empty()) {
    const ssize_t N = ::write(Descriptor, Content.data(), Content.size());
    if (N < 0 && errno == EINTR)
      continue;
    if (N <= 0)
      return false;
    Content = Content.drop_front(N);
  }
  return true;
}

Error replaceWhole(const std::string &Path, StringRef Content) {
  SmallString<256> Real;
  const std::string File =
      sys::fs::real_path(Path, Real) ? Path : std::string(Real);
  std::string Folder = sys::path::parent_path(File).str();
  if (Folder.empty())
    Folder = ".";
  struct stat Old;
  const bool Exists = ::stat(File.c_str(), &Old) == 0;
  if (Exists && ::access(File.c_str(), W_OK))
    return failed(File, errno);
  const mode_t Mode = Exists ? Old.st_mode & 07777 : 0644;

  std::string Temporary =
      Folder + "/.ftidy-" + std::to_string(::getpid()) + ".tmp";
  bool Named = false;
#ifdef O_TMPFILE
  int Descriptor =
      ::open(Folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, Mode);
#else
  int Descriptor = -1;
#endif
  if (Descriptor < 0) {
    Descriptor = ::open(Temporary.c_str(),
                        O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, Mode);
    if (Descriptor < 0)
      return failed(File, errno);
    Named = true;
  }
  int Problem = 0;
  if ((Exists && ::fchmod(Descriptor, Mode)) ||
      !writeAll(Descriptor, Content) || ::fsync(Descriptor))
    Problem = errno ? errno : EIO;
  if (!Problem && !Named) {
    const std::string Self = "/proc/self/fd/" + std::to_string(Descriptor);
    if (::linkat(AT_FDCWD, Self.c_str(), AT_FDCWD, Temporary.c_str(),
                 AT_SYMLINK_FOLLOW))
      Problem = errno;
    else
      Named = true;
  }
  if (::close(Descriptor) && !Problem)
    Problem = errno;
  if (!Problem && ::rename(Temporary.c_str(), File.c_str()))
    Problem = errno;
  if (Problem) {
    if (Named)
      ::unlink(Temporary.c_str());
    return failed(File, Problem);
  }
  return Error::success();
}

} // namespace ftidy::command
