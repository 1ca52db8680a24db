//===-- KeptPlan.cpp - keep the object until the function returns
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where the life of a value has no simple end (pointers into it outlive the
// variable, or the variable is also given values of other kinds), the reference
// goes into a variable of its own and is released at every way out:
//
//     PyObject *record_kept = NULL;               // at the top
//     ...
//     Py_CLEAR(record_kept);                      // only in a loop
//     PyDict_GetItemRef(map, key, &record);
//     record_kept = record;
//     ...
//     Py_XDECREF(record_kept);                    // before each return
//
// All that the code does with the variable stays as it was; the plan only adds
// one reference and takes it back. The object lives longer: level review.
//
// Where only what the code does with the reference is hard to follow (it is owned
// on some paths, or several variables hold it), the variable is one of the site's
// block, and the last use ends it.
//
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "Flow/Graph.h"
#include "Guards/Guards.h"
#include "Session.h"
#include "Sharing/RefcountTests.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

using own::Action;
using own::Hold;

namespace {

template <class Node> std::vector<const Stmt *> allIn(const Stmt *Body) {
  std::vector<const Stmt *> Result;
  llvm::SmallVector<const Stmt *, 32> Work{Body};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (isa<Node>(S))
      Result.push_back(S);
    for (const Stmt *Child : S->children())
      if (Child)
        Work.push_back(Child);
  }
  return Result;
}

// A value that is the same whether it is read before or after the release.
bool isPlain(const Expr *Value) {
  if (!Value)
    return true;
  Value = capi::strip(Value);
  return own::localVariable(Value) || capi::isNone(Value) ||
         isa<IntegerLiteral, FloatingLiteral>(Value) ||
         flow::isNullConstant(Value) ||
         (isa<UnaryOperator>(Value) &&
          isa<IntegerLiteral>(
              capi::strip(cast<UnaryOperator>(Value)->getSubExpr())));
}

} // namespace

HolderPlan HolderPlanner::planKept(size_t Index, const VarDecl *Of,
                                   std::string NewName) {
  start(Of, Of->getNameAsString(), {Index});
  keep(Index, NewName);
  return std::move(P);
}

HolderPlan HolderPlanner::planKeptInBlock(size_t Index, const VarDecl *Of,
                                          std::string NewName) {
  start(Of, Of->getNameAsString(), {Index});
  keepInBlock(Index, NewName);
  return std::move(P);
}

bool HolderPlanner::keep(size_t Index, const std::string &Kept) {
  const own::BorrowedSite &Site = Borrowed.all()[Index];
  const auto *Body = cast<CompoundStmt>(F.decl().getBody());
  const auto Whole = Text.of(Body);
  const Stmt *Statement = Tree.statementOf(capi::strip(Site.Node));
  const auto Where = Statement ? Text.statement(Statement) : std::nullopt;
  if (S.context().getLangOpts().CPlusPlus || !Whole || !Where ||
      !Tree.standsInCompound(Statement) || !fillsHolder(Statement, Site) ||
      Site.hasQuirk(capi::NoneWhenDead))
    return refuse(Reason::OtherValue);
  if (Text.hasConditional(*Whole))
    return refuse(Reason::Conditional);
  if (detaches(Extent(*Body, 0, Body->size() - 1)))
    return refuse(Reason::Detached);
  if (!mayBeKept(Index, false))
    return false;
  // A loop, also one of gotos, releases first what the last round has left.
  const SourceManager &SM = S.context().getSourceManager();
  bool Repeats = Tree.loopAround(Statement, nullptr);
  for (const Stmt *Label : allIn<LabelStmt>(Body))
    Repeats |= SM.isBeforeInTranslationUnit(Label->getBeginLoc(),
                                            Statement->getBeginLoc());

  const std::string Indent = Text.indentation(Where->Begin).str();
  std::string Type = Holder->getType().getUnqualifiedType().getAsString(
      PrintingPolicy(S.context().getLangOpts()));
  if (!StringRef(Type).ends_with("*"))
    Type += " ";
  P.Declares = Whole->Begin + 1;
  P.Edits.push_back(
      {*P.Declares, 0,
       ("\n" + Text.indentation(*Text.offset(Body->body_front()->getBeginLoc())) +
        Type + Kept + " = " + Text.nullPointer() + ";")
           .str()});
  if (Repeats)
    P.Edits.push_back({Where->Begin, 0, "Py_CLEAR(" + Kept + ");\n" + Indent});
  if (!acquire(Index, {}))
    return false;
  // Behind the statement others may be released: in one edit with them.
  take(Index, *Statement, Kept + " = " + Name + ";");
  P.Extent = {Statement, Body};
  P.Changes.push_back("the object in '" + Name +
                      "' lives until the function returns");
  return releaseEverywhere(Index, Kept, Repeats);
}

// `v = f(...);` or `T *v = f(...);` and nothing else.
bool HolderPlanner::fillsHolder(const Stmt *Statement,
                                const own::BorrowedSite &Site) const {
  const Expr *Node = capi::strip(Site.Node);
  if (const auto *Declared = dyn_cast<DeclStmt>(Statement))
    return Declared->isSingleDecl() && Declared->getSingleDecl() == Holder &&
           Holder->getInit() && capi::strip(Holder->getInit()) == Node;
  const auto *Assign = dyn_cast<BinaryOperator>(Statement);
  return Assign && Assign->getOpcode() == BO_Assign &&
         own::localVariable(Assign->getLHS()) == Holder &&
         capi::strip(Assign->getRHS()) == Node;
}

// What the author made is released by the author: the other variable takes a
// reference of its own.
void HolderPlanner::take(size_t Index, const Stmt &Statement,
                         std::string Code) {
  P.Releases.push_back({&Statement, true, false, std::move(Code)});
  P.Releases.back().Takes = true;
  if (!Borrowed.all()[Index].Made)
    return;
  P.Releases.push_back({&Statement, true, false, "Py_XINCREF(" + Name + ");"});
  P.Releases.back().Takes = true;
}

// What leaves the function without a reference of its own is not cured by
// keeping the object until then.
bool HolderPlanner::mayBeKept(size_t Index, bool InBlock) {
  // A count that is read meanwhile may be that of the same object.
  for (const Stmt *Node : F.statements())
    if (sharing::readsRefcount(Node, F, S))
      return refuse(Reason::ReadsRefcount);
  if (isTaken(Index, Owners.sites()[Index].Holder))
    return refuse(Reason::MixedOwnership);
  for (const own::ValueUse &Use : Owners.sites()[Index].Uses) {
    const bool IsBorrowed = Use.As == Hold::Borrowed;
    // In a loop the object of the last round is released before the call.
    if ((Use.As == Hold::Past && Use.What != Action::Test) ||
        (IsBorrowed && Tree.contains(Owners.sites()[Index].Node, Use.At)))
      return refuse(Reason::LoopCarried);
    // Released early, then handed out: nobody would own it.
    if ((Use.As == Hold::Gone || Use.As == Hold::Given) &&
        (Use.What == Action::Returned || Use.What == Action::Stored))
      return refuse(Reason::MixedOwnership);
    if (!IsBorrowed && Use.As != Hold::Derived)
      continue;
    switch (Use.What) {
    case Action::Captured:
      return refuse(Reason::Captured);
    case Action::AddressTaken:
      if (InBlock)
        return refuse(Reason::AddressTaken);
      break;
    case Action::Stored:
      if (!InBlock && endsInTime(Use.At, Owners.sites()[Index].Node))
        break;
      if (!IsBorrowed && (isOwnedAt(Use.At, Index) || isMade(Use)))
        break;
      return refuse(IsBorrowed ? Reason::Stored : Reason::DerivedEscapes);
    case Action::Returned:
      if (!IsBorrowed && (isOwnedAt(Use.At, Index) || isMade(Use)))
        break;
      return refuse(IsBorrowed ? Reason::ReturnedBorrowed
                               : Reason::DerivedEscapes);
    case Action::Stolen:
      return refuse(Reason::MixedOwnership);
    case Action::Decref:
      // Released though it is borrowed on every path: not ours to understand.
      if (IsBorrowed && !Owners.before(Use.At, Holder).has(Hold::Owned) &&
          !Owners.before(Use.At, Holder).has(Hold::Other))
        return refuse(Reason::MixedOwnership);
      break;
    default:
      break;
    }
  }
  return true;
}

// The ways out that come behind the statement.
static llvm::DenseSet<const Stmt *> reachedFrom(const Stmt *Statement,
                                                const flow::Graph &G,
                                                const Structure &Tree) {
  llvm::DenseSet<const Stmt *> Result;
  llvm::DenseSet<const CFGBlock *> Seen;
  llvm::SmallVector<const CFGBlock *, 16> Work;
  const auto Enter = [&](const CFGBlock *B) {
    for (const CFGBlock::AdjacentBlock &Next : B->succs())
      for (const CFGBlock *To :
           {Next.getReachableBlock(), Next.getPossiblyUnreachableBlock()})
        if (To && Seen.insert(To).second)
          Work.push_back(To);
  };
  for (const CFGBlock *B : G.cfg())
    for (const CFGElement &E : *B)
      if (const auto S = E.getAs<CFGStmt>();
          S && Tree.contains(Statement, S->getStmt()))
        Enter(B);
  while (!Work.empty())
    Enter(Work.pop_back_val());
  for (const CFGBlock *B : G.cfg()) {
    bool Behind = Seen.contains(B);
    for (const CFGElement &E : *B)
      if (const auto S = E.getAs<CFGStmt>()) {
        if (Behind)
          Result.insert(S->getStmt());
        Behind |= Tree.contains(Statement, S->getStmt());
      }
  }
  return Result;
}

bool HolderPlanner::releaseKept(const Stmt *Place, bool After,
                                const std::string &Kept) {
  for (const capi::ScopeMacro &Scope : S.macros().scopes())
    if (Scope.Kind == capi::ScopeKind::AllowThreads &&
        S.guards().inside(Scope, Place->getBeginLoc()))
      return refuse(Reason::Detached);
  if (!Text.statement(Place) || (After && !Tree.standsInCompound(Place)))
    return refuse(Reason::MacroExit);
  const auto *Return = dyn_cast<ReturnStmt>(Place);
  const bool Computes = Return && !Return->getBeginLoc().isMacroID() &&
                        !isPlain(Return->getRetValue());
  const QualType Type = F.decl().getReturnType();
  if (Computes && F.decl().isTemplateInstantiation())
    return refuse(Reason::Template);
  if (Computes && (Type->isFunctionPointerType() || Type->isReferenceType()))
    return refuse(Reason::UnknownExit);
  P.Releases.push_back({Place, After, Computes, "Py_XDECREF(" + Kept + ");"});
  return true;
}

// The same with a variable of the block that the site is in, released behind
// the last use there and at each jump that leaves the block before.
bool HolderPlanner::keepInBlock(size_t Index, const std::string &Kept) {
  const own::BorrowedSite &Site = Borrowed.all()[Index];
  const Stmt *Statement = Tree.statementOf(capi::strip(Site.Node));
  const auto Where = Statement ? Text.statement(Statement) : std::nullopt;
  if (!Where || !Tree.standsInCompound(Statement) ||
      !fillsHolder(Statement, Site) || Site.hasQuirk(capi::NoneWhenDead))
    return refuse(Reason::OtherValue);
  if (Tree.addressEscapes(F.decl().getBody(), Holder))
    return refuse(Reason::AddressTaken);
  if (!mayBeKept(Index, true))
    return false;
  // What the code releases itself lives on by its lender.
  const auto Found = extentOf(
      Index, {Hold::Borrowed, Hold::Derived, Hold::Gone, Hold::Given});
  if (!Found || !checkExtent(*Found) || !checkThrows(Index, *Found))
    return false;
  const llvm::ArrayRef<const Stmt *> Extent = Found->Statements;
  P.Extent.append(Extent.begin(), Extent.end());
  if (isUsedConditionally(Index, Extent, *Text.statement(Extent.back())))
    return refuse(Reason::Conditional);
  // No jump may bring a variable that was never filled.
  for (const Stmt *Each : Extent)
    if (Tree.hasLabel(Each))
      return refuse(Reason::UnknownExit);
  if (S.context().getLangOpts().CPlusPlus &&
      Tree.isJumpedPast(Extent.front(), F.decl().getBody()))
    return refuse(Reason::UnknownExit);
  if (!acquire(Index, {}))
    return false;

  std::string Declared = Holder->getType().getUnqualifiedType().getAsString(
      PrintingPolicy(S.context().getLangOpts()));
  Declared += (StringRef(Declared).ends_with("*") ? "" : " ") + Kept;
  const bool Nested = Statement != Extent.front();
  if (Nested) {
    const unsigned Begin = Text.statement(Extent.front())->Begin;
    P.Edits.push_back({Begin, 0,
                       (Declared + " = " + Text.nullPointer() + ";\n" +
                        Text.indentation(Begin))
                           .str()});
  }
  take(Index, *Statement, (Nested ? Kept : Declared) + " = " + Name + ";");
  P.Changes.push_back("another variable holds the object in '" + Name +
                      "' until its last use");
  for (const Stmt *Each : Extent)
    for (const Stmt *Exit : Tree.exits(Each, Found->Scope)) {
      if (staysInside(Exit, *Found) ||
          isa<CXXThrowExpr, IndirectGotoStmt>(Exit))
        return refuse(Reason::UnknownExit);
      // Where the call is known to have given NULL there is nothing to release.
      const own::HeldSet Before = Owners.before(Exit, Holder);
      if (llvm::all_of(Before, [&](const own::Held &H) {
            return H.What == Hold::Null && H.Site == Index;
          }))
        continue;
      if (!releaseKept(Exit, false, Kept))
        return false;
    }
  return !mayEnd(Extent.back()) || releaseKept(Extent.back(), true, Kept);
}

bool HolderPlanner::releaseEverywhere(size_t Index, const std::string &Kept,
                                      bool Repeats) {
  const Stmt *Statement =
      Tree.statementOf(capi::strip(Borrowed.all()[Index].Node));
  const auto *Body = cast<CompoundStmt>(F.decl().getBody());
  const auto Reached = reachedFrom(Statement, *F.graph(), Tree);
  // Where the call is known to have given NULL there is nothing to release.
  const bool Copied = llvm::any_of(allIn<BinaryOperator>(Body), [&](auto *S) {
    const auto *Assign = cast<BinaryOperator>(S);
    return Assign->getOpcode() == BO_Assign &&
           own::localVariable(Assign->getLHS()) == Holder &&
           !isa<CallExpr>(capi::strip(Assign->getRHS()));
  });
  const auto IsNull = [&](const Stmt *Return) {
    const own::HeldSet Before = Owners.before(Return, Holder);
    return !(Repeats && Copied) && !Before.empty() && llvm::all_of(Before, [&](const own::Held &H) {
      return H.What == Hold::Null && H.Site == Index;
    });
  };
  for (const Stmt *Return : allIn<ReturnStmt>(Body)) {
    if (!Reached.contains(Return) || IsNull(Return))
      continue;
    if (!releaseKept(Return, false, Kept))
      return false;
  }
  const QualType Type = F.decl().getReturnType();
  if (Type->isFunctionPointerType())
    return refuse(Reason::UnknownExit);
  if (Type->isVoidType() && !isa<ReturnStmt>(Body->body_back()))
    return Tree.standsInCompound(Body->body_back())
               ? releaseKept(Body->body_back(), true, Kept)
               : refuse(Reason::UnknownExit);
  return true;
}

} // namespace ftidy::fix
