//===-- HolderPlan.h - the changes one holder needs -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_HOLDERPLAN_H
#define FTIDY_LIB_FIXIT_HOLDERPLAN_H

#include "FixIt/EditPlan.h"
#include "FixIt/ErrorBranches.h"
#include "FixIt/HelperGroup.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Ownership/BorrowedSites.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace ftidy::fix {

/// A release that is due before or after a statement.
struct Release {
  const clang::Stmt *Place;
  bool After;
  /// The value that Place returns is computed with what is released: it must be
  /// computed first.
  bool ReturnUsesIt;
  std::string Call; ///< "Py_DECREF(v);"
  bool Takes = false; ///< it is an INCREF
  /// Of what is returned, which is computed first: Call is empty.
  bool TakesResult = false;
};

/// What one holder, with all its sites, needs. Either Why is None, or the rest
/// means nothing.
struct HolderPlan {
  std::vector<size_t> Sites; ///< indices into the function's borrowed sites
  Reason Why = Reason::None;
  std::string Detail;
  std::vector<std::string> Changes; ///< why it needs review; empty: safe
  std::vector<Edit> Edits;
  std::vector<Release> Releases;
  /// From the site to the last use: statements of one block.
  llvm::SmallVector<const clang::Stmt *, 8> Extent;
  /// Where it declares a variable, at the top of the function.
  std::optional<unsigned> Declares;
  /// The functions that this plan turns into ones that return new references;
  /// all that is tied to them is written together.
  llvm::SmallVector<const clang::FunctionDecl *, 1> Helpers;
  /// Variables that the plan adds.
  std::vector<NewVariable> Variables;
  /// The plan writes a new way out of the function behind its first statement.
  bool LeavesOnFailure = false;
};

/// Makes the plan of one holder.
class HolderPlanner {
public:
  HolderPlanner(Function &F, Session &S, const SourceText &Text,
                const Structure &Tree, const HelperGroup &Group);

  /// Whether this site's reference becomes the one that the function returns.
  bool isReturned(size_t Site) const;

  HolderPlan plan(const clang::VarDecl *Holder, std::vector<size_t> Sites);

  /// For a site whose result goes into no variable; Name is for the new one,
  /// Given are the variables of other plans.
  HolderPlan planNested(size_t Site, std::string Name,
                        const NewVariables &Given);

  /// For a site that plan() refuses: another variable of that name holds the
  /// reference until the function returns. See KeptPlan.cpp.
  HolderPlan planKept(size_t Site, const clang::VarDecl *Holder,
                      std::string Name);

  /// The same until the last use of the value in the block of the site.
  HolderPlan planKeptInBlock(size_t Site, const clang::VarDecl *Holder,
                             std::string Name);

  /// For a site that yields what the interpreter keeps anyway: another call
  /// gives it without a look-up.
  HolderPlan planLasting(size_t Site);

  /// For `s->x = f(); Py_XINCREF(s->x);`: the place that the INCREF names gets
  /// the new reference. See StoredPlan.cpp.
  HolderPlan planStored(size_t Site);

private:
  bool refuse(Reason Why, std::string Detail = {});
  void start(const clang::VarDecl *Of, std::string OfName,
             std::vector<size_t> Sites);
  bool isGivenBack(const clang::Stmt *Return, size_t Index) const;
  bool planSite(size_t Index, const NewVariables &Given = {});
  bool checkUses(size_t Index);
  bool readsRefcount(const clang::Stmt *At) const;
  bool acquire(size_t Index, const NewVariables &Given);
  const clang::Stmt *increfOf(const clang::Stmt *Store,
                              const clang::Expr *Place) const;
  bool takes(const clang::Stmt *Incref, const clang::Expr *Place) const;
  bool store(size_t Index);
  const clang::Expr *computedPart(size_t Index) const;
  bool keepsOldCall() const;
  bool translateNone(size_t Index);
  bool isTaken(size_t Index, const clang::VarDecl *V) const;
  bool dropIncrefs(size_t Index);
  bool dropIncref(const own::ValueUse &Use);
  bool dropDecrefs(size_t Index);
  std::optional<Stretch> increfStretch(const clang::Stmt *Incref);
  bool placeReleases(size_t Index);
  bool checkWrapped(size_t Index);
  bool releaseAt(const clang::Stmt *Place, bool After, const own::HeldSet &Held,
                 size_t Index);
  /// Statements of one block, from a site to the last use of its value.
  struct Extent {
    const clang::CompoundStmt *Scope = nullptr;
    llvm::SmallVector<const clang::Stmt *, 8> Statements;
    llvm::SmallPtrSet<const clang::Stmt *, 8> Members;

    Extent(const clang::CompoundStmt &Scope, unsigned First, unsigned Last);
  };
  /// See HolderExtent.cpp.
  std::optional<Extent> extentOf(size_t Index,
                                 llvm::ArrayRef<own::Hold> Live);
  bool holds(const Extent &E, const clang::Stmt *Inner) const;
  bool checkExtent(const Extent &E);
  bool checkThrows(size_t Index, const Extent &E);
  bool staysInside(const clang::Stmt *Exit, const Extent &E) const;
  bool detaches(const Extent &E) const;
  bool checkOverwrites(llvm::ArrayRef<const clang::Stmt *> Extent,
                       size_t Index);
  bool setAnew(const clang::BinaryOperator &Assign);
  std::optional<own::HeldSet> endState(const clang::Stmt *S) const;
  bool isUsedConditionally(size_t Index,
                           llvm::ArrayRef<const clang::Stmt *> Extent,
                           Stretch Where);
  bool isOurs(const own::Held &H) const;
  bool keep(size_t Index, const std::string &Kept);
  bool fillsHolder(const clang::Stmt *Statement,
                   const own::BorrowedSite &Site) const;
  bool keepInBlock(size_t Index, const std::string &Kept);
  bool mayBeKept(size_t Index, bool InBlock);
  bool releaseKept(const clang::Stmt *Place, bool After,
                   const std::string &Kept);
  bool releaseEverywhere(size_t Index, const std::string &Kept, bool Repeats);
  bool isOwnedAt(const clang::Stmt *At, size_t Index) const;
  bool endsInTime(const clang::Stmt *Store, const clang::Expr *Site);
  const clang::FunctionDecl *makerOf(const clang::Expr *E);
  bool isMade(const own::ValueUse &Use);
  void take(size_t Index, const clang::Stmt &Statement, std::string Code);

  Function &F;
  Session &S;
  const SourceText &Text;
  const Structure &Tree;
  const own::BorrowedSites &Borrowed;
  const own::Ownership &Owners;
  const HelperGroup &Group;
  ErrorBranches Errors;

  own::HeldSet held(const clang::Stmt *Place, bool After, size_t Index) const;
  std::optional<Stretch> returnedNewRef(const clang::Stmt *Place) const;

  const clang::VarDecl *Holder = nullptr;
  std::string Name;        ///< of the holder
  bool ReleasedHere = false; ///< the acquiring edit releases too
  bool Wraps = false;        ///< in braces that it adds
  bool Releases = false;   ///< the site needs a release somewhere
  bool NullTested = false; ///< the holder is not NULL behind its test
  bool SetsNull = false;   ///< it is NULL where the call is not made
  /// The test for NULL that asks for what the call returns from now on.
  const clang::Expr *FailureTest = nullptr;
  HolderPlan P;
  /// Which of P's releases stands there.
  llvm::DenseMap<std::pair<const clang::Stmt *, unsigned>, size_t> ReleaseAt;
  /// The return statements that use the value of the site.
  llvm::DenseSet<const clang::Stmt *> UsingReturns;
};

} // namespace ftidy::fix

#endif
