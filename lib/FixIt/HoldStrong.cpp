//===-- HoldStrong.cpp - make borrowed references strong
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/HoldStrong.h"
#include "FixIt/ReleaseWriter.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/MapVector.h"
#include <map>
#include <set>

using namespace clang;

namespace ftidy::fix {

namespace {

// Sorted; an insertion where a replacement begins becomes part of it.
std::vector<Edit> merged(std::vector<Edit> Edits) {
  llvm::stable_sort(Edits);
  std::vector<Edit> Result;
  for (Edit &E : Edits) {
    if (!Result.empty() && Result.back().Offset == E.Offset &&
        Result.back().Length == 0) {
      Result.back().Length = E.Length;
      Result.back().Text += E.Text;
    } else {
      Result.push_back(std::move(E));
    }
  }
  return Result;
}

// Edits of one function that are written together.
struct Part {
  std::vector<size_t> Sites;
  std::vector<Edit> Edits;
  std::vector<std::string> Changes;
  llvm::SmallVector<const FunctionDecl *, 1> Helpers;
  bool Clash = false;
};

class FunctionPlanner {
public:
  FunctionPlanner(Function &F, Session &S, std::vector<bool> Reported,
                  const HelperGroup &Group)
      : Reported(std::move(Reported)), F(F), S(S), Borrowed(F.borrowed()),
        Group(Group), Text(S.context(), F.decl().getBody()->getBeginLoc()),
        Tree(F.decl().getBody()) {
    makeHolderPlans();
    if (Group.isConverted(&F.decl()))
      convertReturns();
    if (!Text.isWritable())
      for (HolderPlan &P : Plans)
        P.Why = Reason::ReadOnly;
    refuseLeaksOfNewExits();
  }

  const FunctionDecl &decl() const { return F.decl(); }
  unsigned lineOf(size_t Site) const {
    return S.context().getSourceManager().getSpellingLineNumber(
        Borrowed.all()[Site].Loc);
  }

  /// A helper of which not all can be planned keeps its contract. True when
  /// there was one.
  bool keepBorrowed(HelperGroup &Of) const {
    bool Any = false;
    for (const HolderPlan &P : Plans)
      if (P.Why != Reason::None)
        for (const FunctionDecl *Helper : P.Helpers) {
          Of.keepBorrowed(Helper, lineOf(P.Sites.front()), P.Why);
          Any = true;
        }
    return Any;
  }

  /// What is to be written; the answers for all other sites go into Result.
  std::vector<Part> parts(std::vector<EditPlan> &Result) {
    Result.assign(Borrowed.analysed(), EditPlan());
    for (HolderPlan &P : Plans) {
      if (P.Why != Reason::None) {
        for (size_t Site : P.Sites)
          Result[Site] = EditPlan::refuse(P.Why, P.Detail);
        P.Sites.clear();
      } else if (!P.Changes.empty() && S.options().Fixes == FixLevel::Safe) {
        // Not to be written: must not hold up those that are.
        for (size_t Site : P.Sites)
          Result[Site] = described(P.Changes, {});
        P.Sites.clear();
      }
    }
    llvm::erase_if(Plans, [](const HolderPlan &P) { return P.Sites.empty(); });
    return makeParts();
  }

  static EditPlan described(const std::vector<std::string> &Changes,
                            std::vector<Edit> Edits) {
    EditPlan Plan = EditPlan::of(std::move(Edits));
    for (const std::string &Change : Changes)
      Plan.lowerToReview(Change);
    return Plan;
  }

  /// Which sites have a finding.
  const std::vector<bool> Reported;

private:
  void makeHolderPlans() {
    HolderPlanner Planner(F, S, Text, Tree, Group);
    llvm::MapVector<const VarDecl *, std::vector<size_t>> ByHolder;
    // What the author made where the look-up found nothing shares its variable.
    const auto IsMadeBeside = [&](size_t I) {
      return Borrowed.all()[I].Made &&
             ByHolder.contains(Borrowed.ownership().sites()[I].Holder);
    };
    for (size_t I = 0; I < Reported.size(); ++I) {
      // What is not reported changes all the same where its helper does.
      if (!Reported[I] && !Group.isConverted(Borrowed.all()[I].Through) &&
          !Planner.isReturned(I) && !IsMadeBeside(I))
        continue;
      const VarDecl *Holder = Borrowed.ownership().sites()[I].Holder;
      if (Holder) {
        ByHolder[Holder].push_back(I);
        continue;
      }
      Plans.push_back(Planner.planNested(I, newName(), Given));
      if (Plans.back().Why == Reason::Stored)
        if (HolderPlan P = Planner.planStored(I); P.Why == Reason::None)
          Plans.back() = std::move(P);
      if (isWritten(Plans.back()))
        Given.insert(Plans.back().Variables.begin(),
                     Plans.back().Variables.end());
    }
    for (auto &[Holder, Sites] : ByHolder) {
      HolderPlan P = Planner.plan(Holder, Sites);
      // One bad site spoils its holder only where they meet: try alone.
      if (P.Why != Reason::None && Sites.size() > 1)
        for (size_t Site : Sites)
          Plans.push_back(orKept(Planner, Planner.plan(Holder, {Site})));
      else
        Plans.push_back(orKept(Planner, std::move(P)));
    }
    for (HolderPlan &P : Plans)
      if (P.Why != Reason::None && P.Sites.size() == 1)
        if (HolderPlan Kept = Planner.planLasting(P.Sites.front());
            Kept.Why == Reason::None)
          P = std::move(Kept);
    llvm::sort(Plans, [](const HolderPlan &A, const HolderPlan &B) {
      return A.Sites.front() < B.Sites.front();
    });
  }

  // The function is to return a new reference on every way: what it lends from
  // somebody who stays needs one.
  void convertReturns() {
    const auto Own = llvm::find_if(Plans, [&](const HolderPlan &P) {
      return llvm::is_contained(P.Helpers, F.decl().getCanonicalDecl());
    });
    if (Own == Plans.end())
      return;
    forEach(F.decl().getBody(), [&](const Stmt *Node) {
      const auto *Return = dyn_cast<ReturnStmt>(Node);
      if (!Return || !Tree.parent(Return) || !Return->getRetValue())
        return;
      const Expr *Value = capi::strip(Return->getRetValue());
      const Reason Why = convertReturn(*Return, Value, *Own);
      if (Why != Reason::None && Own->Why == Reason::None)
        Own->Why = Why;
    });
  }

  Reason convertReturn(const ReturnStmt &Return, const Expr *Value,
                       HolderPlan &Into) {
    if (flow::isNullConstant(Value))
      return Reason::None;
    const auto Take = [&](StringRef Macro) {
      const auto Where = Text.of(Return.getRetValue());
      if (!Where || !Text.statement(&Return))
        return Reason::MacroExit;
      Release R{&Return, false, false,
                (Macro + "(" + Text.text(*Where) + ");").str()};
      R.Takes = true;
      Into.Releases.push_back(R);
      return Reason::None;
    };
    if (capi::isNone(Value))
      return Take("Py_INCREF");
    switch (Group.lentBy(Value)) {
    case HelperGroup::Lent::Nothing:
      return Reason::None;
    case HelperGroup::Lent::Part: {
      if (!Text.of(Return.getRetValue()) || !Text.statement(&Return))
        return Reason::MacroExit;
      Release R{&Return, false, true, {}};
      R.Takes = R.TakesResult = true;
      Into.Releases.push_back(R);
      return Reason::None;
    }
    case HelperGroup::Lent::Unknown:
      break;
    }
    // A member of a parameter.
    if (const auto *Member = dyn_cast<MemberExpr>(Value); Member)
      if (const auto *Base =
              dyn_cast<DeclRefExpr>(capi::strip(Member->getBase())))
        if (const auto *P = dyn_cast<ParmVarDecl>(Base->getDecl());
            P && isOnlyRead(P) && takesNoMembers())
          return Take("Py_XINCREF");
    for (const HolderPlan &P : Plans)
      for (size_t Site : P.Sites)
        if (capi::strip(Borrowed.all()[Site].Node) == Value)
          return Reason::None;
    const auto *Ref = dyn_cast<DeclRefExpr>(Value);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!V || V->getType()->isReferenceType())
      return Reason::ReturnedBorrowed;
    if (!V->hasLocalStorage() || (isa<ParmVarDecl>(V) && isOnlyRead(V)))
      return Take("Py_XINCREF");
    for (const own::Held &H : Borrowed.ownership().before(&Return, V)) {
      const auto Gives = [&](const HolderPlan &P) {
        return llvm::is_contained(P.Sites, H.Site) &&
               Borrowed.ownership().sites()[P.Sites.front()].Holder == V;
      };
      if (H.What == own::Hold::Borrowed && llvm::any_of(Plans, Gives))
        continue;
      if (H.What != own::Hold::Null)
        return H.What == own::Hold::Other || H.What == own::Hold::Uninit
                   ? Reason::OtherValue
                   : Reason::MixedOwnership;
    }
    return Reason::None;
  }

  // True when nothing is put into V and its count is left alone.
  bool isOnlyRead(const VarDecl *V) const {
    for (const capi::Use &U : F.uses().all())
      for (unsigned I = 0; I < U.Args.size(); ++I)
        if (own::localVariable(U.Args[I]) == V &&
            StringRef("+-Ss").contains(U.effect(I)))
          return false;
    bool Result = true;
    forEach(F.decl().getBody(), [&](const Stmt *Node) {
      const auto *Binary = dyn_cast<BinaryOperator>(Node);
      const auto *Unary = dyn_cast<UnaryOperator>(Node);
      if ((Binary && Binary->isAssignmentOp() &&
           own::localVariable(Binary->getLHS()) == V) ||
          (Unary && own::localVariable(Unary->getSubExpr()) == V &&
           Unary->getOpcode() == UO_AddrOf))
        Result = false;
    });
    return Result;
  }

  // No INCREF is for anything but a variable.
  bool takesNoMembers() const {
    return llvm::none_of(F.uses().all(), [](const capi::Use &U) {
      return U.effect(0) == '+' && !own::localVariable(U.arg(0));
    });
  }

  // Where what is done with the reference is not understood: another one beside
  // it, until the last use of the value or until the function returns.
  HolderPlan orKept(HolderPlanner &Planner, HolderPlan Refused) {
    const size_t Site = Refused.Sites.front();
    const VarDecl *Holder = Borrowed.ownership().sites()[Site].Holder;
    if (!llvm::is_contained({Reason::DerivedEscapes, Reason::OtherValue,
                             Reason::MixedOwnership, Reason::SeveralHolders,
                             Reason::AddressTaken, Reason::LoopCarried,
                             Reason::IncrefInExpression, Reason::Stored},
                            Refused.Why))
      return Refused;
    const auto Body = Text.of(F.decl().getBody());
    if (!Body)
      return Refused;
    const std::string Name = Text.freeName(Holder->getNameAsString() + "_kept",
                                           *Body, nullptr, Given);
    HolderPlan Kept = Planner.planKeptInBlock(Site, Holder, Name);
    if (Kept.Why != Reason::None)
      Kept = Planner.planKept(Site, Holder, Name);
    if (Kept.Why != Reason::None)
      return Refused;
    Given.insert({nullptr, Name});
    return Kept;
  }

  // A name for the variable of a nested site, free in the function's text and
  // among the names given before.
  std::string newName() {
    const auto Body = Text.of(F.decl().getBody());
    std::string Name =
        Body ? Text.freeName("item", *Body, nullptr, Given) : "item";
    Given.insert({nullptr, Name});
    return Name;
  }

  // A new way out of the function must not pass by what another plan holds.
  void refuseLeaksOfNewExits() {
    for (HolderPlan &P : Plans)
      if (P.LeavesOnFailure && !P.Extent.empty())
        for (const HolderPlan &Other : Plans)
          if (&Other != &P && isWritten(Other) && isWritten(P) &&
              llvm::any_of(llvm::ArrayRef(Other.Extent), [&](const Stmt *Held) {
                return Tree.contains(Held, P.Extent.front());
              }))
            P.Why = Reason::OtherFix;
  }

  bool isWritten(const HolderPlan &P) const {
    return P.Why == Reason::None &&
           (P.Changes.empty() || S.options().Fixes == FixLevel::Review);
  }

  // Plans that have a release at one place are written as one.
  std::vector<Part> makeParts() {
    llvm::EquivalenceClasses<size_t> Groups;
    llvm::DenseMap<std::pair<const Stmt *, unsigned>, size_t> ByPlace;
    std::map<std::pair<unsigned, StringRef>, size_t> ByEdit;
    std::optional<size_t> Declaring;
    for (size_t A = 0; A < Plans.size(); ++A) {
      Groups.insert(A);
      // They all declare their variables at the top of the function.
      if (Plans[A].Declares && !Declaring)
        Declaring = A;
      else if (Plans[A].Declares)
        Groups.unionSets(A, *Declaring);
      for (const Release &R : Plans[A].Releases)
        Groups.unionSets(
            A, ByPlace.try_emplace({R.Place, unsigned(R.After)}, A)
                   .first->second);
      for (const Edit &E : Plans[A].Edits)
        Groups.unionSets(A,
                         ByEdit.try_emplace({E.Offset, E.Text}, A).first->second);
    }
    std::vector<std::vector<size_t>> Ordered;
    llvm::DenseMap<size_t, size_t> Where;
    for (size_t A = 0; A < Plans.size(); ++A) {
      const size_t Leader = Groups.getLeaderValue(A);
      auto [It, New] = Where.try_emplace(Leader, Ordered.size());
      if (New)
        Ordered.emplace_back();
      Ordered[It->second].push_back(A);
    }
    std::vector<Part> Result;
    for (const std::vector<size_t> &Members : Ordered)
      Result.push_back(makePart(Members));
    return Result;
  }

  Part makePart(const std::vector<size_t> &Members) {
    Part All;
    std::vector<Edit> &Edits = All.Edits;
    std::vector<size_t> &Sites = All.Sites;
    llvm::MapVector<std::pair<const Stmt *, unsigned>,
                    std::vector<const Release *>>
        Due;
    std::set<std::pair<unsigned, StringRef>> Same;
    for (size_t M : Members) {
      for (const Edit &E : Plans[M].Edits)
        if (Same.insert({E.Offset, E.Text}).second)
          Edits.push_back(E);
      for (const Release &R : Plans[M].Releases)
        Due[{R.Place, unsigned(R.After)}].push_back(&R);
      for (const std::string &Change : Plans[M].Changes)
        if (!llvm::is_contained(All.Changes, Change))
          All.Changes.push_back(Change);
      Sites.insert(Sites.end(), Plans[M].Sites.begin(), Plans[M].Sites.end());
      All.Helpers.append(Plans[M].Helpers.begin(), Plans[M].Helpers.end());
    }
    ReleaseWriter Write(F, Text, Tree, Given);
    for (const auto &[Place, Releases] : Due)
      Write.write(Releases, Edits);
    Edits = merged(std::move(Edits));
    llvm::sort(Sites);
    // A place that another group already changes, or two changes of one place.
    for (size_t I = 0; I + 1 < Edits.size(); ++I)
      All.Clash |= Edits[I].overlaps(Edits[I + 1]);
    for (const Edit &E : Edits) { // those that are written do not overlap
      const auto Next = Written.lower_bound(E);
      All.Clash |= Next != Written.end() && E.overlaps(*Next);
      All.Clash |= Next != Written.begin() && E.overlaps(*std::prev(Next));
    }
    if (!All.Clash)
      Written.insert(Edits.begin(), Edits.end());
    return All;
  }

  Function &F;
  Session &S;
  const own::BorrowedSites &Borrowed;
  const HelperGroup &Group;
  SourceText Text;
  Structure Tree;
  std::vector<HolderPlan> Plans;
  std::set<Edit> Written;
  NewVariables Given;
};

// The plans of a group of functions, once it is settled which helpers change.
class GroupWriter {
public:
  GroupWriter(llvm::ArrayRef<std::unique_ptr<FunctionPlanner>> Planners)
      : Planners(Planners), Results(Planners.size()) {
    for (size_t I = 0; I < Planners.size(); ++I)
      for (Part &P : Planners[I]->parts(Results[I]))
        Parts.push_back({I, std::move(P)});
  }

  /// For each function the plans of its sites.
  std::vector<std::vector<EditPlan>> run() {
    llvm::EquivalenceClasses<size_t> Together;
    llvm::DenseMap<const FunctionDecl *, size_t> ByHelper;
    std::map<std::pair<unsigned, StringRef>, size_t> ByEdit;
    for (size_t A = 0; A < Parts.size(); ++A) {
      Together.insert(A);
      for (const FunctionDecl *Helper : Parts[A].second.Helpers)
        Together.unionSets(A, ByHelper.try_emplace(Helper, A).first->second);
      for (const Edit &E : Parts[A].second.Edits) // the include
        Together.unionSets(
            A, ByEdit.try_emplace({E.Offset, E.Text}, A).first->second);
    }
    llvm::MapVector<size_t, std::vector<size_t>> Ordered;
    for (size_t A = 0; A < Parts.size(); ++A)
      Ordered[Together.getLeaderValue(A)].push_back(A);
    for (const auto &[Leader, Members] : Ordered)
      write(Members);
    return std::move(Results);
  }

private:
  void write(const std::vector<size_t> &Members) {
    std::vector<Edit> Edits;
    std::vector<std::string> Changes;
    std::set<std::pair<unsigned, StringRef>> Same;
    std::optional<std::pair<size_t, size_t>> First; // function and site
    bool Clash = false;
    for (size_t M : Members) {
      const auto &[Of, P] = Parts[M];
      Clash |= P.Clash;
      for (const Edit &E : P.Edits)
        if (Same.insert({E.Offset, E.Text}).second)
          Edits.push_back(E);
      for (const std::string &Change : P.Changes)
        if (!llvm::is_contained(Changes, Change))
          Changes.push_back(Change);
      for (size_t Site : P.Sites)
        if (Planners[Of]->Reported[Site] &&
            (!First || std::make_pair(Of, Site) < *First))
          First = {Of, Site};
    }
    for (size_t M : Members)
      for (size_t Site : Parts[M].second.Sites)
        Results[Parts[M].first][Site] =
            Clash || !First
                ? EditPlan::refuse(Reason::OtherFix)
                : EditPlan::together(
                      Planners[First->first]->lineOf(First->second));
    llvm::stable_sort(Edits);
    if (!Clash && First)
      Results[First->first][First->second] =
          FunctionPlanner::described(Changes, std::move(Edits));
  }

  llvm::ArrayRef<std::unique_ptr<FunctionPlanner>> Planners;
  std::vector<std::vector<EditPlan>> Results;
  std::vector<std::pair<size_t, Part>> Parts;
};

} // namespace

std::vector<EditPlan>
holdStrong(Function &F, Session &S,
           llvm::function_ref<std::vector<bool>(Function &)> Hazards) {
  auto &Known = S.strongPlans();
  if (const auto It = Known.find(&F.decl()); It != Known.end())
    return It->second;
  HelperGroup Group(F, S);
  std::vector<std::unique_ptr<FunctionPlanner>> Planners;
  for (bool Settled = false; !Settled;) {
    Planners.clear();
    for (Function *Each : Group.functions())
      Planners.push_back(
          std::make_unique<FunctionPlanner>(*Each, S, Hazards(*Each), Group));
    Settled = true;
    for (const auto &Each : Planners)
      Settled &= !Each->keepBorrowed(Group);
  }
  auto Plans = GroupWriter(Planners).run();
  for (size_t I = 0; I < Planners.size(); ++I)
    Known[&Planners[I]->decl()] = std::move(Plans[I]);
  return Known[&F.decl()];
}

} // namespace ftidy::fix
