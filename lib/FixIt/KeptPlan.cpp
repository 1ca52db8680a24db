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
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "Guards/Guards.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
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

// True for a store into a struct or array that is an automatic variable: it ends
// with the function, and the object with it.
bool endsWithFunction(const Stmt *Store) {
  const auto *Assign = dyn_cast<BinaryOperator>(Store);
  const Expr *To = Assign ? Assign->getLHS()->IgnoreParens() : nullptr;
  for (bool Inside = true; To && Inside;) {
    const auto *Member = dyn_cast<MemberExpr>(To);
    const auto *Item = dyn_cast<ArraySubscriptExpr>(To);
    const Expr *Array = Item ? Item->getBase()->IgnoreParenImpCasts() : nullptr;
    Inside = (Member && !Member->isArrow()) ||
             (Array && Array->getType()->isArrayType());
    if (Inside)
      To = (Member ? Member->getBase() : Array)->IgnoreParens();
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(To);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isAnyPointerType() &&
         !V->getType()->isReferenceType();
}

} // namespace

HolderPlan HolderPlanner::planKept(size_t Index, const VarDecl *Of,
                                   std::string NewName) {
  start(Of, Of->getNameAsString(), {Index});
  keep(Index, NewName);
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
  const std::vector<const Stmt *> Children(Body->body_begin(),
                                           Body->body_end());
  if (detaches(0, Children.size() - 1, Children))
    return refuse(Reason::Detached);
  // A loop of gotos has no place to release what the last round has left.
  const SourceManager &SM = S.context().getSourceManager();
  for (const Stmt *Label : allIn<LabelStmt>(Body))
    if (SM.isBeforeInTranslationUnit(Label->getBeginLoc(),
                                     Statement->getBeginLoc()))
      return refuse(Reason::LoopCarried);
  if (!mayBeKept(Index))
    return false;

  const std::string Indent = Text.indentation(Where->Begin).str();
  P.Declares = Whole->Begin + 1;
  P.Edits.push_back(
      {*P.Declares, 0,
       ("\n" + Text.indentation(*Text.offset(Children.front()->getBeginLoc())) +
        "PyObject *" + Kept + " = " + Text.nullPointer() + ";")
           .str()});
  if (Tree.loopAround(Statement, nullptr))
    P.Edits.push_back({Where->Begin, 0, "Py_CLEAR(" + Kept + ");\n" + Indent});
  if (!acquire(Index, {}))
    return false;
  P.Edits.push_back({Text.afterTrailingComment(Where->End), 0,
                     "\n" + Indent + Kept + " = " + Name + ";"});
  P.Extent = {Statement, Body};
  P.Changes.push_back("the object in '" + Name +
                      "' lives until the function returns");
  return releaseEverywhere(Statement, Kept);
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

// What leaves the function without a reference of its own is not cured by
// keeping the object until then.
bool HolderPlanner::mayBeKept(size_t Index) {
  for (const own::ValueUse &Use : Owners.sites()[Index].Uses) {
    if (readsRefcount(Use.At))
      return refuse(Reason::ReadsRefcount);
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
    case Action::Stored:
      // In a loop the next round lets go of what is still there.
      if (!IsBorrowed && endsWithFunction(Use.At) &&
          !Tree.loopAround(Owners.sites()[Index].Node, nullptr))
        break;
      return refuse(IsBorrowed ? Reason::Stored : Reason::DerivedEscapes);
    case Action::Returned:
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

bool HolderPlanner::releaseEverywhere(const Stmt *Statement,
                                      const std::string &Kept) {
  const auto *Body = cast<CompoundStmt>(F.decl().getBody());
  const SourceManager &SM = S.context().getSourceManager();
  // What stands above is reached only by a loop.
  const bool JumpsBack = Tree.loopAround(Statement, nullptr);
  const auto Release = [&](const Stmt *Place, bool After) {
    for (const capi::ScopeMacro &Scope : S.macros().scopes())
      if (Scope.Kind == capi::ScopeKind::AllowThreads &&
          S.guards().inside(Scope, Place->getBeginLoc()))
        return refuse(Reason::Detached);
    if (!Text.statement(Place))
      return refuse(Reason::MacroExit);
    const auto *Return = dyn_cast<ReturnStmt>(Place);
    P.Releases.push_back({Place, After,
                          Return && !Return->getBeginLoc().isMacroID() &&
                              !isPlain(Return->getRetValue()),
                          "Py_XDECREF(" + Kept + ");"});
    return true;
  };
  for (const Stmt *Return : allIn<ReturnStmt>(Body)) {
    if (!JumpsBack && SM.isBeforeInTranslationUnit(Return->getBeginLoc(),
                                                   Statement->getBeginLoc()))
      continue;
    if (!Release(Return, false))
      return false;
  }
  const QualType Type = F.decl().getReturnType();
  if (Type->isFunctionPointerType())
    return refuse(Reason::UnknownExit);
  if (Type->isVoidType() && !isa<ReturnStmt>(Body->body_back()))
    return Tree.standsInCompound(Body->body_back())
               ? Release(Body->body_back(), true)
               : refuse(Reason::UnknownExit);
  return true;
}

} // namespace ftidy::fix
