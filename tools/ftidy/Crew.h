//===-- Crew.h - processes that run side by side -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_CREW_H
#define FTIDY_TOOLS_FTIDY_CREW_H

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include <deque>
#include <string>
#include <vector>

namespace ftidy::command {

/// What a process said and how it ended.
struct Reply {
  std::string Output;
  std::string Errors;
  /// Why there is no answer, in one sentence; empty when it ended well.
  std::string Failure;
};

/// One process to run: what it reads, and a number for whoever asked.
struct Task {
  size_t Number = 0;
  std::string Input;
};

/// Runs a program with arguments, once, with a working folder of its own.
Reply run(const std::vector<std::string> &Command, llvm::StringRef Input = "",
          llvm::StringRef Folder = "");

/// Runs the same program for many inputs, at most Size at a time. The program
/// may crash or hang: that ends one task, not the crew.
class Crew {
public:
  Crew(std::vector<std::string> Command, unsigned Size)
      : Command(std::move(Command)), Size(Size ? Size : 1) {}

  /// Runs until Todo is empty. Done is called in this thread as each task
  /// ends, and may add tasks.
  void work(std::deque<Task> &Todo,
            llvm::function_ref<void(size_t, Reply)> Done) const;

private:
  std::vector<std::string> Command;
  unsigned Size;
};

} // namespace ftidy::command

#endif
