//===-- HoldStrong.cpp - make borrowed references strong
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/HoldStrong.h"
#include "FixIt/HolderPlan.h"
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

// Puts the releases of several plans that are due at one place into one edit.
class Writer {
public:
  Writer(Function &F, const SourceText &Text, const Structure &Tree,
         NewVariables &Given)
      : F(F), Text(Text), Tree(Tree), Given(Given) {}

  /// Releases in the order in which their references were acquired.
  void write(const std::vector<const Release *> &Due, std::vector<Edit> &Into) {
    const Stmt *Place = Due.front()->Place;
    const Stretch Where = *Text.statement(Place);
    std::string Indent = Text.indentation(Where.Begin).str();
    if (Due.front()->After) {
      std::string Code;
      for (const Release *R : llvm::reverse(Due))
        Code += "\n" + Indent + R->Call;
      Into.push_back({Text.afterTrailingComment(Where.End), 0, Code});
      return;
    }
    const auto *Return = dyn_cast<ReturnStmt>(Place);
    const bool Computes =
        Return && llvm::any_of(Due, [](const Release *R) {
          return R->ReturnUsesIt;
        });
    // A new variable may not follow a label, and in C++ no jump may pass it.
    const bool Braces =
        !Tree.standsInCompound(Place) ||
        (Computes && (!isa<CompoundStmt>(Tree.parent(Place)) ||
                      (F.decl().getASTContext().getLangOpts().CPlusPlus &&
                       Tree.isJumpedPast(Place, F.decl().getBody()))));
    std::string Code, Close;
    if (Braces) {
      // `if (x) return;` opens the brace behind its head, wherever that ends.
      const Stmt *Parent = Tree.parent(Place);
      const std::string Outer =
          Tree.standsInCompound(Place)
              ? Indent
              : Text.indentation(Text.offset(Parent->getBeginLoc()).value_or(0))
                    .str();
      if (const auto Head = Tree.standsInCompound(Place)
                                ? std::nullopt
                                : Text.headEnd(Parent, Place);
          Head && Text.startsLine(Where.Begin)) {
        Into.push_back({*Head, 0, " {"});
      } else {
        Indent = Text.deeper(Where.Begin);
        Code = "{\n" + Indent;
      }
      Close = "\n" + Outer + "}";
    }
    std::string Jump = Text.text(Where).str();
    if (Computes) {
      const Stretch Value = *Text.of(Return->getRetValue());
      const std::string Name = resultName(Braces ? Place : Tree.parent(Place));
      Code += returnType() + Name + " = " + Text.text(Value).str() + ";\n" +
              Indent;
      Jump = "return " + Name + ";";
    }
    for (const Release *R : llvm::reverse(Due))
      Code += R->Call + "\n" + Indent;
    Into.push_back({Where.Begin, Where.End - Where.Begin, Code + Jump + Close});
  }

private:
  std::string resultName(const Stmt *Block) {
    const auto Body = Text.of(F.decl().getBody());
    std::string Name =
        Body ? Text.freeName("result", *Body, Block, Given) : "result";
    Given.insert({Block, Name});
    return Name;
  }

  std::string returnType() const {
    std::string Type = F.decl().getReturnType().getAsString(
        PrintingPolicy(F.decl().getASTContext().getLangOpts()));
    if (!StringRef(Type).ends_with("*"))
      Type += " ";
    return Type;
  }

  Function &F;
  const SourceText &Text;
  const Structure &Tree;
  NewVariables &Given;
};

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

class FunctionPlanner {
public:
  FunctionPlanner(Function &F, Session &S, const std::vector<bool> &Wanted)
      : F(F), S(S), Borrowed(F.borrowed()), Text(S.context(), F.decl().getBody()->getBeginLoc()),
        Tree(F.decl().getBody()) {
    makeHolderPlans(Wanted);
  }

  std::vector<EditPlan> run() {
    Result.resize(Borrowed.analysed());
    if (!Text.isWritable())
      for (HolderPlan &P : Plans)
        P.Why = Reason::ReadOnly;
    refuseLeaksOfNewExits();
    for (HolderPlan &P : Plans) {
      if (P.Why != Reason::None) {
        for (size_t Site : P.Sites)
          Result[Site] = EditPlan::refuse(P.Why, P.Detail);
        P.Sites.clear();
      } else if (!P.Changes.empty() && S.options().Fixes == FixLevel::Safe) {
        // Not to be written: must not hold up those that are.
        for (size_t Site : P.Sites)
          Result[Site] = described(P, {});
        P.Sites.clear();
      }
    }
    llvm::erase_if(Plans, [](const HolderPlan &P) { return P.Sites.empty(); });
    writeGroups();
    return std::move(Result);
  }

private:
  void makeHolderPlans(const std::vector<bool> &Wanted) {
    HolderPlanner Planner(F, S, Text, Tree);
    llvm::MapVector<const VarDecl *, std::vector<size_t>> ByHolder;
    for (size_t I = 0; I < Wanted.size(); ++I) {
      if (!Wanted[I])
        continue;
      const VarDecl *Holder = Borrowed.ownership().sites()[I].Holder;
      if (Holder) {
        ByHolder[Holder].push_back(I);
        continue;
      }
      Plans.push_back(Planner.planNested(I, newName(), Given));
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
    llvm::sort(Plans, [](const HolderPlan &A, const HolderPlan &B) {
      return A.Sites.front() < B.Sites.front();
    });
  }

  // Where a life has no end to be found: until the function returns.
  HolderPlan orKept(HolderPlanner &Planner, HolderPlan Refused) {
    const size_t Site = Refused.Sites.front();
    const VarDecl *Holder = Borrowed.ownership().sites()[Site].Holder;
    if (!llvm::is_contained({Reason::DerivedEscapes, Reason::OtherValue,
                             Reason::MixedOwnership, Reason::SeveralHolders,
                             Reason::AddressTaken, Reason::LoopCarried},
                            Refused.Why))
      return Refused;
    const auto Body = Text.of(F.decl().getBody());
    if (!Body)
      return Refused;
    const std::string Name = Text.freeName(Holder->getNameAsString() + "_kept",
                                           *Body, nullptr, Given);
    HolderPlan Kept = Planner.planKept(Site, Holder, Name);
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

  EditPlan described(const HolderPlan &P, std::vector<Edit> Edits) {
    EditPlan Plan = EditPlan::of(std::move(Edits));
    for (const std::string &Change : P.Changes)
      Plan.lowerToReview(Change);
    return Plan;
  }

  // Plans that have a release at one place form a group, written as one.
  void writeGroups() {
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
    for (const std::vector<size_t> &Members : Ordered)
      writeGroup(Members);
  }

  void writeGroup(const std::vector<size_t> &Members) {
    std::vector<Edit> Edits;
    llvm::MapVector<std::pair<const Stmt *, unsigned>,
                    std::vector<const Release *>>
        Due;
    std::set<std::pair<unsigned, StringRef>> Same;
    std::vector<size_t> Sites;
    HolderPlan All;
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
    }
    Writer Write(F, Text, Tree, Given);
    for (const auto &[Place, Releases] : Due)
      Write.write(Releases, Edits);
    Edits = merged(std::move(Edits));
    llvm::sort(Sites);
    // A place that another group already changes, or two changes of one place.
    bool Clash = false;
    for (size_t I = 0; I + 1 < Edits.size(); ++I)
      Clash |= Edits[I].overlaps(Edits[I + 1]);
    for (const Edit &E : Edits) { // those that are written do not overlap
      const auto Next = Written.lower_bound(E);
      Clash |= Next != Written.end() && E.overlaps(*Next);
      Clash |= Next != Written.begin() && E.overlaps(*std::prev(Next));
    }
    if (Clash) {
      for (size_t Site : Sites)
        Result[Site] = EditPlan::refuse(Reason::OtherFix);
      return;
    }
    Written.insert(Edits.begin(), Edits.end());
    Result[Sites.front()] = described(All, std::move(Edits));
    const unsigned Line = S.context().getSourceManager().getSpellingLineNumber(
        Borrowed.all()[Sites.front()].Loc);
    for (size_t Site : llvm::ArrayRef(Sites).drop_front())
      Result[Site] = EditPlan::together(Line);
  }

  Function &F;
  Session &S;
  const own::BorrowedSites &Borrowed;
  SourceText Text;
  Structure Tree;
  std::vector<HolderPlan> Plans;
  std::set<Edit> Written;
  NewVariables Given;
  std::vector<EditPlan> Result;
};

} // namespace

std::vector<EditPlan> holdStrong(Function &F, Session &S,
                                 const std::vector<bool> &Wanted) {
  return FunctionPlanner(F, S, Wanted).run();
}

} // namespace ftidy::fix
