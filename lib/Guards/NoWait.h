//===-- NoWait.h - calls that seem to wait, and do not ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Natives.def speaks of names. What a call is given may make less of it: a time
// of nothing, a flag that says not to wait, a file where others have a socket.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_NOWAIT_H
#define FTIDY_LIB_GUARDS_NOWAIT_H

namespace clang {
class ASTContext;
}

namespace ftidy {
class Function;
namespace roles {
struct Callee;
}
} // namespace ftidy

namespace ftidy::guards {

/// Waits of no time: poll(fds, n, 0), sleep(0), f.wait_for(0s), waitpid(..,
/// WNOHANG), and select() with a time, which may be none.
bool endsAtOnce(const roles::Callee &C, const clang::ASTContext &Context);

/// True for a read of what F opens, or moves about in: that is a file, which has
/// its data.
bool readsFile(Function &F, const roles::Callee &C);

/// True when F is ready to hear EAGAIN: what it reads and writes does not block.
bool takesNotYet(Function &F);

} // namespace ftidy::guards

#endif
