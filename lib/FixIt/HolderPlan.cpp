//===-- HolderPlan.cpp - the changes one holder needs
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "FixIt/StrongCall.h"
#include "Guards/Guards.h"
#include "Guards/Locks.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

using own::Action;
using own::Held;
using own::HeldSet;
using own::Hold;

HolderPlanner::HolderPlanner(Function &F, Session &S, const SourceText &Text,
                             const Structure &Tree, const HelperGroup &Group)
    : F(F), S(S), Text(Text), Tree(Tree), Borrowed(F.borrowed()),
      Owners(F.borrowed().ownership()), Group(Group), Errors(F, S, Text, Tree) {}

bool HolderPlanner::refuse(Reason Why, std::string Detail) {
  if (P.Why == Reason::None) {
    P.Why = Why;
    P.Detail = std::move(Detail);
  }
  return false;
}

void HolderPlanner::start(const VarDecl *Of, std::string OfName,
                          std::vector<size_t> Sites) {
  Holder = Of;
  Name = std::move(OfName);
  NullTested = SetsNull = ReleasedHere = Wraps = false;
  FailureTest = nullptr;
  P = HolderPlan();
  ReleaseAt.clear();
  P.Sites = std::move(Sites);
  const auto Tie = [&](const FunctionDecl *Helper) {
    if (!Group.isConverted(Helper) || llvm::is_contained(P.Helpers, Helper))
      return;
    P.Helpers.push_back(Helper);
    P.Changes.push_back("'" + Helper->getNameAsString() +
                        "' returns a new reference");
  };
  for (size_t Index : P.Sites) {
    if (const FunctionDecl *Through = Borrowed.all()[Index].Through)
      Tie(Through->getCanonicalDecl());
    if (isReturned(Index))
      Tie(F.decl().getCanonicalDecl());
  }
}

HolderPlan HolderPlanner::plan(const VarDecl *Of, std::vector<size_t> Sites) {
  start(Of, Of->getNameAsString(), std::move(Sites));
  llvm::DenseMap<size_t, std::pair<size_t, size_t>> Parts; // of the extent
  for (size_t Index : P.Sites) {
    const size_t Before = P.Extent.size();
    if (!planSite(Index))
      return std::move(P);
    Parts[Index] = {Before, P.Extent.size()};
  }
  // A site inside the life of another one would be released with it, too: right
  // only where both end at one place.
  const auto Extent = [&](size_t Site) {
    const auto [From, To] = Parts[Site];
    return llvm::ArrayRef(P.Extent).slice(From, To - From);
  };
  for (size_t Index : P.Sites)
    for (size_t Other : P.Sites)
      for (const Stmt *Held : Extent(Index))
        if (Other != Index &&
            Tree.contains(Held, capi::strip(Owners.sites()[Other].Node)) &&
            (Extent(Other).empty() ||
             Extent(Other).back() != Extent(Index).back()))
          refuse(Reason::OtherValue);
  return std::move(P);
}

HolderPlan HolderPlanner::planNested(size_t Index, std::string NewName,
                                     const NewVariables &Given) {
  start(nullptr, std::move(NewName), {Index});
  planSite(Index, Given);
  return std::move(P);
}

HolderPlan HolderPlanner::planLasting(size_t Index) {
  start(nullptr, {}, {Index});
  StrongCall::Result Result =
      StrongCall(F, S, Text, Tree, Errors, Group.functions().front()->decl())
          .kept(Borrowed.all()[Index]);
  P.Edits = std::move(Result.Edits);
  P.Changes = std::move(Result.Changes);
  P.Helpers.clear();
  // A function that is to return new references cannot return this one.
  if (Text.isHeader(S.origins()) || Result.Why != Reason::None || isReturned(Index))
    refuse(Reason::NoTwin);
  return std::move(P);
}

bool HolderPlanner::planSite(size_t Index, const NewVariables &Given) {
  const own::BorrowedSite &Site = Borrowed.all()[Index];
  if (Site.InMacroBody)
    return refuse(Reason::HiddenByMacro);
  if (Text.isHeader(S.origins()) || !Text.offset(Site.Loc))
    return refuse(Reason::InHeader);
  if (!Site.Use && !Site.Made && !Group.isConverted(Site.Through))
    return refuse(Reason::ThroughFunction, Group.obstacle(Site.Through));
  // The helper's new look-up would touch an exception that is set.
  if (Site.Through && Errors.mayBePending(Site.Node))
    return refuse(Reason::ErrorPending);
  // Returned by a function that returns new references elsewhere.
  if (Site.Through && !isReturned(Index))
    if (const auto *Return = dyn_cast_or_null<ReturnStmt>(
            Tree.statementOf(capi::strip(Site.Node)));
        Return && capi::strip(Return->getRetValue()) == capi::strip(Site.Node))
      return refuse(Reason::ReturnedBorrowed);
  if (Site.Use && Site.Use->Repeated)
    return refuse(Reason::HiddenByMacro);
  if (Holder && Tree.addressEscapes(F.decl().getBody(), Holder))
    return refuse(Reason::AddressTaken);
  if (!checkUses(Index) || !acquire(Index, Given))
    return false;
  // `return f();`: the caller's at once.
  if (!Holder && isGivenBack(Tree.statementOf(capi::strip(Site.Node)), Index))
    return true;
  if (Wraps)
    return checkWrapped(Index);
  return translateNone(Index) && dropIncrefs(Index) &&
         (!isTaken(Index, Holder) || refuse(Reason::MixedOwnership)) &&
         dropDecrefs(Index) &&
         placeReleases(Index);
}

bool HolderPlanner::isOurs(const Held &H) const {
  return H.Site != Held::NoSite && llvm::is_contained(P.Sites, H.Site);
}

bool HolderPlanner::acquire(size_t Index, const NewVariables &Given) {
  const own::BorrowedSite &Site = Borrowed.all()[Index];
  StrongCall Call(F, S, Text, Tree, Errors, Group.functions().front()->decl());
  StrongCall::Result Result;
  const Stmt *Statement = Tree.statementOf(capi::strip(Site.Node));
  if (Holder) {
    if (Site.Use) // a converted helper is called as it was
      Result = Call.assigned(Site, Holder);
  } else if (isGivenBack(Statement, Index)) {
    Result = Call.returned(Site, Name);
  } else {
    // The new variable is not followed by Ownership: only what comes straight
    // behind its statement can use it.
    if (Site.hasQuirk(capi::NoneWhenDead))
      return refuse(Reason::WeakrefNone);
    const Expr *Computed = computedPart(Index);
    if (Computed && F.decl().isTemplateInstantiation())
      return refuse(Reason::Template);
    Result = Call.nested(Site, Name, Computed, Given);
  }
  if (Result.Why != Reason::None)
    return refuse(Result.Why, Result.Detail);
  P.Edits.insert(P.Edits.end(), Result.Edits.begin(), Result.Edits.end());
  P.Changes.insert(P.Changes.end(), Result.Changes.begin(),
                   Result.Changes.end());
  P.Variables.insert(P.Variables.end(), Result.Variables.begin(),
                     Result.Variables.end());
  NullTested = Result.NullTested;
  SetsNull = Result.SetsNull;
  FailureTest = Result.FailureTest;
  ReleasedHere = Result.ReleasedHere;
  Wraps = Result.Wraps;
  P.LeavesOnFailure |= Result.LeavesOnFailure;
  return true;
}

// The part of an `if` or `return` that a nested site's value is needed for: the
// outermost call around the site, the condition, or all of what is returned.
// Null when the value is used elsewhere, too.
const Expr *HolderPlanner::computedPart(size_t Index) const {
  const Expr *Node = capi::strip(Owners.sites()[Index].Node);
  const Stmt *Statement = Tree.statementOf(Node);
  const Expr *Part = nullptr;
  if (const auto *Return = dyn_cast_or_null<ReturnStmt>(Statement))
    Part = Return->getRetValue();
  else if (const auto *If = dyn_cast_or_null<IfStmt>(Statement)) {
    for (const Stmt *Up = Tree.parent(Node); Up && Up != Statement;
         Up = Tree.parent(Up))
      if (const auto *Around = dyn_cast<CallExpr>(Up))
        Part = Around;
    // Only compared: the answer is kept, and not a pointer to what is gone.
    if (!Part && If->getCond()->getType()->isIntegralOrEnumerationType())
      Part = If->getCond();
  }
  if (Part && !llvm::all_of(Owners.sites()[Index].Uses,
                            [&](const own::ValueUse &Use) {
                              return Tree.contains(Part, Use.At);
                            }))
    // A return statement holds what is returned.
    if (!isa<ReturnStmt>(Statement))
      return nullptr;
  return Part;
}

bool HolderPlanner::placeReleases(size_t Index) {
  const own::Site &Life = Owners.sites()[Index];
  const auto Found = extentOf(Index, {Hold::Borrowed, Hold::Derived});
  if (!Found)
    return false;
  const CompoundStmt *Scope = Found->Scope;
  const llvm::ArrayRef<const Stmt *> Extent = Found->Statements;
  if (Holder && !checkOverwrites(Extent, Index))
    return false;
  P.Extent.append(Extent.begin(), Extent.end());
  if (!checkExtent(*Found))
    return false;
  const Stretch To = *Text.statement(Extent.back());
  if (ReleasedHere)
    return !isUsedConditionally(Index, Extent, To) ||
           refuse(Reason::Conditional);
  if (!Holder)
    // A jump into the extent would bring a variable that was never filled.
    for (const Stmt *Each : Extent)
      if (Tree.hasLabel(Each))
        return refuse(Reason::UnknownExit);
  if (!checkThrows(Index, *Found))
    return false;

  UsingReturns.clear();
  Releases = false;
  for (const own::ValueUse &Use : Life.Uses)
    for (const Stmt *Up = Use.At; Up; Up = Tree.parent(Up))
      if (isa<ReturnStmt>(Up))
        UsingReturns.insert(Up);
  for (const Stmt *Each : Extent)
    for (const Stmt *Exit : Tree.exits(Each, Scope)) {
      if (staysInside(Exit, *Found))
        return refuse(Reason::UnknownExit);
      if (!releaseAt(Exit, false, held(Exit, false, Index), Index))
        return false;
    }
  if (!releaseAt(Extent.back(), true, held(Extent.back(), true, Index), Index))
    return false;
  // What is owned to its end is used as before, by code that is not seen, too.
  return (Holder && !Releases) || !isUsedConditionally(Index, Extent, To) ||
         refuse(Reason::Conditional);
}

HeldSet HolderPlanner::held(const Stmt *Place, bool After, size_t Index) const {
  if (Holder) {
    HeldSet Result = After ? endState(Place).value_or(HeldSet())
                           : Owners.before(Place, Holder);
    if (NullTested && Result.has(Hold::Borrowed, Index))
      Result = Result.filtered([&](const Held &H) {
        return !(H.What == Hold::Null && H.Site == Index);
      });
    if (SetsNull && Result.has(Hold::Uninit)) {
      Result = Result.filtered(
          [](const Held &H) { return H.What != Hold::Uninit; });
      Result.insert({Hold::Null});
    }
    return Result;
  }
  // The statement of the site always runs first; a jump ends it.
  if (After && isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(Place))
    return {};
  HeldSet Result = Held{Hold::Borrowed, unsigned(Index)};
  if (!NullTested)
    Result.insert({Hold::Null, unsigned(Index)});
  return Result;
}

// `return Py_NewRef(v);`: the new reference that the caller gets is ours.
std::optional<Stretch>
HolderPlanner::returnedNewRef(const Stmt *Place) const {
  const auto *Return = dyn_cast<ReturnStmt>(Place);
  const capi::Use *U = Return && Return->getRetValue()
                           ? F.uses().at(capi::strip(Return->getRetValue()))
                           : nullptr;
  if (!Holder || !U || !U->F->Args.starts_with("+") ||
      U->F->Returns != capi::Result::New ||
      own::localVariable(U->arg(0)) != Holder)
    return std::nullopt;
  const auto Call = Text.call(U->Loc);
  return Call ? std::optional(Call->Whole) : std::nullopt;
}

// While the value is held, nothing else may be put into the holder.
bool HolderPlanner::checkOverwrites(llvm::ArrayRef<const Stmt *> Extent,
                                    size_t Index) {
  llvm::SmallVector<const Stmt *, 32> Work(Extent.begin(), Extent.end());
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    const auto *Assign = dyn_cast<BinaryOperator>(Node);
    if (Assign && Assign->isAssignmentOp() &&
        own::localVariable(Assign->getLHS()) == Holder &&
        capi::strip(Assign->getRHS()) !=
            capi::strip(Owners.sites()[Index].Node))
      for (const Held &H : Owners.before(Assign, Holder))
        if (H.What == Hold::Borrowed && H.Site == Index && !setAnew(*Assign))
          return refuse(Reason::OtherValue);
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
  return true;
}

// What the holder holds where S ends and the next statement begins. Empty when
// S never ends that way, nothing when S does nothing: then it is what holds
// before S. Such a statement leaves no trace in the control flow.
std::optional<HeldSet> HolderPlanner::endState(const Stmt *S) const {
  if (isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt, IndirectGotoStmt>(S))
    return HeldSet();
  if (isa<NullStmt>(S))
    return std::nullopt;
  if (const auto *Declared = dyn_cast<DeclStmt>(S);
      Declared && llvm::none_of(Declared->decls(),
                                [](const Decl *D) { return isa<VarDecl>(D); }))
    return std::nullopt;
  if (const auto *Attributed = dyn_cast<AttributedStmt>(S))
    return endState(Attributed->getSubStmt());
  if (const auto *Compound = dyn_cast<CompoundStmt>(S)) {
    for (const Stmt *Child : llvm::reverse(Compound->body()))
      if (const auto Known = endState(Child))
        return Known;
    return std::nullopt;
  }
  if (const auto *Label = dyn_cast<LabelStmt>(S)) {
    if (const auto Known = endState(Label->getSubStmt()))
      return Known;
    // Some come here by a jump: it may be anything.
    HeldSet Anything = Held{};
    for (size_t Site : P.Sites)
      Anything.insert({Hold::Borrowed, unsigned(Site)});
    return Anything;
  }
  if (const auto *Case = dyn_cast<SwitchCase>(S))
    return endState(Case->getSubStmt());
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    const auto Then = endState(If->getThen());
    const auto Else =
        If->getElse() ? endState(If->getElse()) : std::nullopt;
    HeldSet Result = Then ? *Then : Owners.onEdge(If->getCond(), true, Holder);
    Result.join(Else ? *Else : Owners.onEdge(If->getCond(), false, Holder));
    return Result;
  }
  const Expr *Condition = nullptr;
  if (const auto *For = dyn_cast<ForStmt>(S))
    Condition = For->getCond();
  else if (const auto *While = dyn_cast<WhileStmt>(S))
    Condition = While->getCond();
  else if (const auto *Do = dyn_cast<DoStmt>(S))
    Condition = Do->getCond();
  if (isLoop(S) || isa<SwitchStmt>(S)) {
    HeldSet Result;
    if (Condition)
      Result = Owners.onEdge(Condition, false, Holder);
    if (const auto *Switch = dyn_cast<SwitchStmt>(S)) {
      Result = endState(Switch->getBody()).value_or(HeldSet());
      Result.join(Owners.after(Switch->getCond(), Holder));
    } else if (isa<CXXForRangeStmt>(S)) {
      Result.insert({}); // its condition is made by the compiler
    }
    for (const Stmt *Break : Tree.breaksOf(S))
      Result.join(Owners.before(Break, Holder));
    return Result;
  }
  return Owners.after(S, Holder);
}

bool HolderPlanner::releaseAt(const Stmt *Place, bool After,
                              const HeldSet &Held, size_t Index) {
  if (!Held.has(Hold::Borrowed, Index))
    return true; // never reached, NULL, or owned: the old code takes care
  bool MayBeNull = false;
  for (const own::Held &H : Held) {
    if (H.What == Hold::Null || H.What == Hold::None)
      MayBeNull = true;
    else if (!(H.What == Hold::Borrowed && isOurs(H)))
      return refuse(H.What == Hold::Owned || H.What == Hold::Given ||
                            H.What == Hold::Gone
                        ? Reason::MixedOwnership
                        : Reason::OtherValue);
  }
  if (!After && isGivenBack(Place, Index))
    return true; // the caller's from now on
  if (const auto NewRef = After ? std::nullopt : returnedNewRef(Place)) {
    if (llvm::none_of(P.Edits, [&](const Edit &E) {
          return E.Offset == NewRef->Begin;
        }))
      P.Edits.push_back({NewRef->Begin, NewRef->End - NewRef->Begin, Name});
    return true;
  }
  // What the release runs may take the lock again.
  if (const Stmt *Next = After ? Tree.next(Place) : Place;
      S.locks().mayBeHeldAt(F.decl(), Next ? Next : Place))
    return refuse(Reason::LockHeld);
  Releases = true;
  Release R;
  R.Place = Place;
  R.After = After;
  R.ReturnUsesIt = false;
  R.Call = std::string(MayBeNull ? "Py_XDECREF(" : "Py_DECREF(") +
           Name + ");";
  for (const capi::ScopeMacro &Scope : S.macros().scopes())
    if (Scope.Kind == capi::ScopeKind::AllowThreads &&
        S.guards().inside(Scope, Place->getBeginLoc()))
      return refuse(Reason::Detached);
  if (!After) {
    if (isa<CXXThrowExpr, IndirectGotoStmt>(Place))
      return refuse(Reason::UnknownExit);
    R.ReturnUsesIt = UsingReturns.contains(Place);
    // Its text serves several types: the type of one is wrong for another.
    if (R.ReturnUsesIt && F.decl().isTemplateInstantiation())
      return refuse(Reason::Template);
    const QualType Type = F.decl().getReturnType();
    if (R.ReturnUsesIt &&
        (Type->isFunctionPointerType() || Type->isReferenceType()))
      return refuse(Reason::UnknownExit);
    if (!Text.statement(Place))
      return refuse(Reason::MacroExit);
  } else if (!Text.statement(Place) || !Tree.standsInCompound(Place)) {
    return refuse(Reason::MacroExit);
  }
  const auto [Known, New] =
      ReleaseAt.try_emplace({Place, unsigned(After)}, P.Releases.size());
  if (!New)
    return P.Releases[Known->second].Call == R.Call ||
           refuse(Reason::OtherValue);
  P.Releases.push_back(std::move(R));
  return true;
}

} // namespace ftidy::fix
