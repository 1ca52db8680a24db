//===-- GuardedSites.h - is the lender's lock held? -------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A borrowed reference is safe while the lock of its lender is held: by a critical
// section here or in all callers, which nothing suspends before the last use, or by
// a lock of the project that is held wherever the file touches the lender.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_GUARDEDSITES_H
#define FTIDY_LIB_OWNERSHIP_GUARDEDSITES_H

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

struct BorrowedSite;
struct Site;

/// True when nobody can free what this site of F lends before its last use. Life
/// is the life of the site; only for sites that were analysed.
bool isGuarded(Function &F, Session &S, const BorrowedSite &Borrowed,
               const Site &Life);

} // namespace ftidy::own

#endif
