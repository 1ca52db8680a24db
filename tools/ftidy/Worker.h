//===-- Worker.h - one translation unit, in a process of its own -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_WORKER_H
#define FTIDY_TOOLS_FTIDY_WORKER_H

namespace ftidy::command {

/// The first argument that makes the program a worker.
inline constexpr char WorkerArgument[] = "--analyse-one-file";

/// Reads a Job from the standard input, analyses its file, and writes the
/// Outcome to the standard output. Returns the exit code.
int runWorker();

} // namespace ftidy::command

#endif
