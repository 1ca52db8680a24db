//===-- Cache.h - answers that still hold -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_CACHE_H
#define FTIDY_TOOLS_FTIDY_CACHE_H

#include "Finding.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Chrono.h"
#include <optional>

namespace ftidy::command {

/// Outcomes of earlier runs. An outcome holds for the same program, the same
/// job, the same contents of every file that was read, and as long as no file
/// appears that was looked for in vain.
class Cache {
public:
  /// One that is off finds nothing and keeps nothing.
  explicit Cache(bool On);

  std::optional<Outcome> find(const Job &J);
  /// Keeps the outcome of a job that was begun at Start.
  void keep(const Job &J, const Outcome &O, llvm::sys::TimePoint<> Start);

private:
  std::string keyOf(const Job &J);
  const std::string &contentOf(llvm::StringRef File);
  bool exists(llvm::StringRef File);

  std::string Folder; ///< empty when there is none
  std::string Program;
  llvm::StringMap<std::string> Contents;
  llvm::StringMap<bool> Existing;
};

} // namespace ftidy::command

#endif
