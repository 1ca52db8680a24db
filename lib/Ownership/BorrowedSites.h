//===-- BorrowedSites.h - borrowed from something others can change -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which uses of a function yield a reference that another thread can free: a
// fact says that the result is borrowed from something mutable, and nothing
// says that the lender is private or guarded here. Calls of the file's own
// functions that hand such a reference on (inference) count too.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_BORROWEDSITES_H
#define FTIDY_LIB_OWNERSHIP_BORROWEDSITES_H

#include "CApi/Use.h"
#include "Ownership/Ownership.h"
#include <memory>
#include <optional>
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// A site with its lender.
struct BorrowedSite {
  /// The C API's own name; null when a function of the project stands between.
  const capi::Use *Use = nullptr;
  /// The project's function that returns borrowed; null for an API use.
  const clang::FunctionDecl *Through = nullptr;
  const clang::Expr *Node = nullptr;
  /// The object the reference is borrowed from; null when there is none
  /// (sys.modules, the interpreter).
  const clang::Expr *Lender = nullptr;
  clang::SourceLocation Loc;
  bool InMacroBody = false;
  /// No borrowed site, but a new reference that the function releases before it
  /// returns the object as borrowed. Never a finding.
  bool Made = false;

  bool hasQuirk(capi::Quirk Q) const { return Use && Use->F->hasQuirk(Q); }
};

/// What the project's own function returns, as far as this file shows.
struct BorrowedResult {
  /// Borrowed from this parameter; -1 when from something else.
  int FromParameter = -1;
};

class BorrowedSites {
public:
  BorrowedSites(Function &F, Session &S);

  /// In source order, API uses before calls of the file's own functions.
  llvm::ArrayRef<BorrowedSite> all() const { return Sites; }
  /// The i-th site is the i-th of ownership().sites(), as far as those go: none
  /// without a graph, at most Ownership::MaxSites with one.
  size_t analysed() const { return Owners ? Owners->sites().size() : 0; }
  /// Only when a site was analysed.
  const Ownership &ownership() const { return *Owners; }

  /// Set when the function returns what one of its sites lent.
  std::optional<BorrowedResult> result() const { return Result; }

private:
  void addMade(Function &F, Session &S);
  void follow(Function &F, Session &S, unsigned MadeSites);
  void findResult();

  std::vector<BorrowedSite> Sites;
  std::unique_ptr<Ownership> Owners;
  std::optional<BorrowedResult> Result;
};

} // namespace ftidy::own

#endif
