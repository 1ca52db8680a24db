//===-- CriticalSection.cpp - freethreading-critical-section
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each critical section: what leaves it without its end, another one inside
// that needs both objects, another object of the same type whose fields it
// touches, what was read in it and is used once the lock was given up, and a
// holder that outlives the thread state.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/SectionPlan.h"
#include "FixIt/Unwinding.h"
#include "Guards/Guards.h"
#include "Guards/OpenSections.h"
#include "Guards/StaleReads.h"
#include "Guards/ThreadState.h"
#include "Guards/Touches.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class CriticalSection : public Check {
public:
  using Check::Check;

private:
  using Section = guards::Section;

  void checkFunction(Function &F) override {
    const guards::Sections &All = F.sections();
    if (All.all().empty())
      return;
    fix::SectionPlan Fixes(F, session());
    llvm::DenseSet<const Stmt *> Reported;
    // What leaves an inner section and its outer one is said of the inner one.
    for (const Section &S : llvm::reverse(All.all())) {
      if (session().macros().isGilOnly(S.Begin, sources()))
        continue;
      for (const Stmt *Return : guards::leftOpen(F, session(), S))
        leaves(Return, S, fix::EditPlan::refuse(fix::Reason::UnknownExit));
      if (!S.Body)
        continue;
      if (S.Holder) {
        outlivesThreadState(F, S, Fixes);
        continue;
      }
      exits(F, S, Fixes, Reported);
      if (const Section *Outer = Fixes.outerOf(S))
        nested(*Outer, S, Fixes);
      otherObject(F, S, Fixes);
    }
    if (!Stale)
      Stale = std::make_unique<guards::StaleReads>(session());
    for (const guards::StaleRead &R : Stale->in(F))
      if (!session().macros().isGilOnly(R.In->Begin, sources()))
        tooLate(R);
  }

  void tooLate(const guards::StaleRead &R) {
    using Kind = guards::StaleRead::Kind;
    const std::string Name = "'" + R.Variable->getNameAsString() + "' ",
        Read = "'" + capi::written(R.Read, session().context()).str() + "'";
    const std::string When =
        (R.By ? "'" + R.ByName + "' may have suspended " : std::string()) +
        "the critical section" + onWhat(*R.In) + (R.By ? "" : " has ended");
    Finding Result;
    Result.Loc = sources().getFileLoc(R.Use->getBeginLoc());
    Result.Message =
        Name + (R.What == Kind::Reference
                    ? "is used without a reference of its own"
                : R.What == Kind::Size ? "still counts " + Read
                                       : "still points to " + Read) +
        " after " + When + ": another thread may have " +
        (R.What == Kind::Reference ? "released it" : "changed it meanwhile");
    Result.Notes.push_back(
        {sources().getFileLoc(R.Read->getBeginLoc()), "it is read here"});
    if (R.By)
      Result.Notes.push_back({sources().getFileLoc(R.By->getBeginLoc()),
                              "the section may be suspended here"});
    Result.Plan = fix::EditPlan::refuse(fix::Reason::ReadAgain);
    report(Result);
  }

  // Jumps, exceptions and longjmp that lead out of the section.
  void exits(Function &F, const Section &S, fix::SectionPlan &Fixes,
             llvm::DenseSet<const Stmt *> &Reported) {
    const fix::Structure &Tree = Fixes.tree();
    std::vector<const Stmt *> Out;
    for (const Stmt *Jump : Tree.exits(S.Body, S.Body)) {
      const auto *Goto = dyn_cast<GotoStmt>(Jump);
      if ((Goto && Tree.contains(S.Body, Goto->getLabel()->getStmt())) ||
          (isa<CXXThrowExpr>(Jump) && isCaught(Jump, S, Tree)))
        continue;
      if (F.sections().inside(S, Jump->getBeginLoc()) && !endsByHand(F, Jump, S))
        Out.push_back(Jump);
    }
    if (const Stmt *Far = fix::longJump(S.Body))
      Out.push_back(Far);
    llvm::erase_if(Out, [&](const Stmt *Jump) {
      return !Reported.insert(Jump).second;
    });
    if (Out.empty())
      return;
    llvm::sort(Out, [&](const Stmt *A, const Stmt *B) {
      return sources().isBeforeInTranslationUnit(A->getBeginLoc(),
                                                 B->getBeginLoc());
    });
    fix::EditPlan Plan = Fixes.isInside(S)
                             ? fix::EditPlan::refuse(fix::Reason::NestedSections)
                             : Fixes.repair(S);
    const unsigned Line = sources().getSpellingLineNumber(
        sources().getFileLoc(Out.front()->getBeginLoc()));
    for (const Stmt *Jump : Out) {
      leaves(Jump, S, Plan);
      if (Plan.allowed(session().options().Fixes))
        Plan = fix::EditPlan::together(Line);
    }
  }

  void leaves(const Stmt *Jump, const Section &S, fix::EditPlan Plan) {
    Finding Result;
    Result.Loc = sources().getFileLoc(Jump->getBeginLoc());
    Result.Message = "'" + fix::nameOfJump(Jump, session().context()) +
                     "' leaves the critical section" + onWhat(S) +
                     " without ending it";
    Result.Notes.push_back({S.Begin, "the section begins here"});
    Result.Plan = std::move(Plan);
    report(Result);
  }

  static std::string onWhat(const Section &S) {
    std::string Text;
    for (const std::string &Object : S.Objects)
      Text += (Text.empty() ? " on '" : " and '") + Object + "'";
    return Text;
  }

  static bool isCaught(const Stmt *Throw, const Section &S,
                       const fix::Structure &Tree) {
    for (const Stmt *Up = Throw; Up && Up != S.Body; Up = Tree.parent(Up))
      if (isa<CXXTryStmt>(Up))
        return true;
    return false;
  }

  // In a build without the GIL an author may end the section himself before the
  // jump, by the function behind the macro.
  bool endsByHand(Function &F, const Stmt *Jump, const Section &S) {
    return llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
      return session().guards().endsSection(*U.F) &&
             F.sections().inside(S, U.Loc) &&
             sources().isBeforeInTranslationUnit(
                 U.Loc, sources().getFileLoc(Jump->getBeginLoc()));
    });
  }

  // The outer lock may be given up while the inner one is waited for.
  void nested(const Section &Outer, const Section &Inner,
              fix::SectionPlan &Fixes) {
    if (Outer.Objects.size() != 1 || Inner.Objects.size() != 1 ||
        Outer.Objects[0] == Inner.Objects[0])
      return;
    const guards::Touches Within(Inner, session().context());
    if (!Within.mention(Outer.Objects[0]) || !Within.mention(Inner.Objects[0]))
      return;
    Finding Result;
    Result.Loc = Inner.Begin;
    Result.Message = "the critical section on '" + Outer.Objects[0] +
                     "' may be suspended while the one on '" +
                     Inner.Objects[0] + "' is waited for, and both are needed";
    Result.Notes.push_back({Outer.Begin, "the outer section begins here"});
    Result.Plan = Fixes.join(Outer, Inner);
    report(Result);
  }

  // `self->n += other->n` under the lock of self alone.
  void otherObject(Function &F, const Section &S, fix::SectionPlan &Fixes) {
    const guards::Touches Within(S, session().context());
    const guards::FieldTouch *Other = Within.withoutLock(F.sections());
    if (!Other)
      return;
    Finding Result;
    Result.Loc = sources().getFileLoc(Other->Node->getBeginLoc());
    Result.Message = "the critical section is on '" + S.Objects[0] +
                     "' alone, and another thread may change the field '" +
                     Other->Node->getMemberDecl()->getNameAsString() +
                     "' of '" + Other->Base->getNameAsString() + "'";
    Result.Notes.push_back({S.Begin, "the section begins here"});
    Result.Plan = Fixes.widen(S, *Other->Base);
    report(Result);
  }

  // The holder's destructor needs the thread state that is gone by then.
  void outlivesThreadState(Function &F, const Section &S,
                           fix::SectionPlan &Fixes) {
    for (const capi::Use &U : F.uses().all()) {
      const Stmt *Statement = Fixes.tree().statementOf(U.Node);
      if (!session().guards().endsThreadState(*U.F) ||
          !F.sections().inside(S, U.Loc) ||
          Fixes.tree().parent(Statement) != S.Body)
        continue;
      Finding Result;
      Result.Loc = S.Begin;
      Result.Message = "'" + S.Holder->getNameAsString() +
                       "' ends its critical section after '" +
                       U.F->Name.str() + "' has given up the thread state";
      Result.Notes.push_back({U.Loc, "the thread state is given up here"});
      Result.Plan = Fixes.endBefore(S, *Statement);
      report(Result);
      return;
    }
  }

  const SourceManager &sources() {
    return session().context().getSourceManager();
  }

  std::unique_ptr<guards::StaleReads> Stale;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeCriticalSection(StringRef Name, tidy::ClangTidyContext *Context,
                    SessionPool &Pool) {
  return std::make_unique<CriticalSection>(Name, Context, Pool);
}

} // namespace ftidy
