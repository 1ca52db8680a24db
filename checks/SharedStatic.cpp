//===-- SharedStatic.cpp - freethreading-shared-static
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each variable with static storage that anything but initialisation changes
// without a lock, and that is read: report it at its declaration, name who
// changes and reads it, and offer another type where that is enough. What is
// filled on first use is left to freethreading-lazy-init. For each call that uses
// a variable of the C library: report the call.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/FactIndex.h"
#include "CApi/HiddenStatics.h"
#include "CApi/LockWords.h"
#include "CApi/MacroLog.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "FixIt/DeclareStatic.h"
#include "FixIt/DropFreeList.h"
#include "Guards/FillGuards.h"
#include "Guards/Held.h"
#include "Roles/Accesses.h"
#include "Roles/Bindings.h"
#include "Roles/Callees.h"
#include "Roles/FirstUse.h"
#include "Roles/FreeLists.h"
#include "Roles/PlainData.h"
#include "Roles/Roles.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using ftidy::roles::Access;
using ftidy::roles::AccessKind;

namespace ftidy {

namespace {

constexpr size_t MaxChanges = 8, MaxReads = 4; // that one finding shows

class SharedStatic : public Check {
public:
  using Check::Check;

private:
  using Places = llvm::SmallVector<const Access *, 4>;

  void checkFunction(Function &F) override {
    llvm::SmallVector<const capi::HiddenStatic *, 4> Said;
    for (const Stmt *S : F.statements()) {
      const auto *Call = dyn_cast<CallExpr>(S);
      const capi::HiddenStatic *Row = Call ? capi::hiddenStatic(*Call) : nullptr;
      if (!Row || llvm::any_of(Said, [&](auto *R) { return capi::isSame(*R, *Row); }))
        continue;
      Said.push_back(Row);
      Calls.push_back({Call, &F.decl()});
    }
  }

  void checkFile() override {
    if (session().isProgram())
      return;
    for (const auto &[Call, In] : Calls)
      checkCall(*Call, *In);
    for (const VarDecl *V : session().accesses().variables())
      if (!isOfNoInterest(*V))
        checkVariable(*V);
  }

  bool isOfNoInterest(const VarDecl &V) {
    return roles::storageOf(V) != roles::Storage::Plain ||
           isQuiet(V.getLocation()) || session().firstUses().covers(&V) ||
           session().project().isImmutable(&V) ||
           roles::needsNoLock(V.getType(), session().context(),
                              session().origins());
  }

  bool isQuiet(SourceLocation L) {
    return session().origins().of(L) != capi::Origin::User ||
           session().macros().isGilOnly(L, session().context().getSourceManager());
  }

  // Whether other threads may be around when F runs.
  bool mayRace(const FunctionDecl &F) {
    // Nobody calls it.
    const auto Callers = session().roles().callersOf(&F);
    if (Callers && Callers->empty())
      return false;
    return !session().runsAlone(F) && !session().looksLikeInit(F);
  }

  bool changes(const Access &A, const VarDecl &V) {
    if (A.Atomic ||
        guards::locksInside(A, session().accesses(), session().held()))
      return false;
    if (A.Kind != AccessKind::Address && A.Of == roles::Extent::Behind)
      return A.Kind != AccessKind::Read &&
             roles::pointsToPlainData(V.getType(), session().origins());
    if (A.Kind != AccessKind::Address)
      return A.writes();
    const CallExpr *Call = A.passedTo();
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || A.Of == roles::Extent::Behind || !Callee->getIdentifier() ||
        capi::lockWord(Callee->getName()) || capi::isOnce(Callee->getName()))
      return false;
    if (const capi::Fact *F =
            session().facts().lookup(Callee->getIdentifier()))
      return F->fills(A.Argument) &&
             !roles::isObject(V.getType(), session().origins());
    if (A.Argument >= Callee->getNumParams() ||
        !guards::fillsUnlocked(*Callee, A.Argument, session().accesses(),
                               session().held()))
      return false;
    // What a function of another file gets with a value from the start is a
    // table to read more often than a place to write.
    return Callee->isDefined() || !V.hasInit() ||
           session().origins().isForeign(Callee->getLocation());
  }

  // A variable of the C library.
  void checkCall(const CallExpr &Call, const FunctionDecl &In) {
    const SourceLocation L = Call.getExprLoc();
    if (isQuiet(L) || !mayRace(In) || session().held().at(L, In))
      return;
    const capi::HiddenStatic &Row = *capi::hiddenStatic(Call);
    Finding Result{L, "'" + Row.Name.str() + "' " + capi::hazardOf(Row), {}, {}};
    Result.Plan = fix::EditPlan::refuse(Row.What == capi::Keeps::Process
                                            ? fix::Reason::NeedsLockOrState
                                            : fix::Reason::OwnBuffer);
    report(Result);
  }

  void checkVariable(const VarDecl &V) {
    Places Changes, Reads;
    for (const Access &A : session().accesses().of(&V)) {
      if (!A.In || !mayRace(*A.In) || isQuiet(A.At->getExprLoc()))
        continue;
      if (changes(A, V) && !session().held().at(A.At->getExprLoc(), *A.In))
        Changes.push_back(&A);
      if (A.reads() || A.Kind == AccessKind::Address)
        Reads.push_back(&A);
    }
    // A local array that nobody fills here is filled through its address.
    if (Changes.empty() && V.isStaticLocal() && V.getType()->isArrayType() &&
        !V.hasInit())
      llvm::copy_if(Reads, std::back_inserter(Changes), [](const Access *A) {
        return A->Kind == AccessKind::Address && !A->passedTo();
      });
    if (Changes.empty() || Reads.empty() ||
        llvm::all_of(Changes, [&](const Access *A) {
          return roles::isSetUp(*A, session().roles());
        }))
      return;
    // Nothing is ever put in where there is no GIL.
    const auto List =
        roles::freeListOf(V, session().accesses(), session().macros());
    if (List && List->Puts.empty())
      return;
    const SourceManager &SM = session().context().getSourceManager();
    const VarDecl *Defined = V.getDefinition();
    if (!Defined)
      Defined = V.getActingDefinition(); // `static int x;` of C
    Finding Result;
    // Of what a header declares, the first change here is what can be mended.
    Result.Loc = Defined && SM.isInMainFile(SM.getFileLoc(Defined->getLocation()))
                     ? Defined->getLocation()
                     : Changes.front()->At->getExprLoc();
    Result.Message = message(V, Changes);
    if (Result.Loc != V.getLocation())
      Result.Notes.push_back({V.getLocation(), "declared here"});
    note(Result, Changes, MaxChanges, "changed");
    // Readers that do not change it tell most.
    llvm::erase_if(Reads, [&](const Access *A) {
      return llvm::is_contained(Changes, A);
    });
    note(Result, Reads, MaxReads, "used");
    Result.Plan = List ? FreeLists.drop(*List, Result.Loc, session())
                       : fix::declareOtherwise(V, session());
    report(Result);
  }

  void note(Finding &To, const Places &All, size_t Most, const char *What) {
    const SourceManager &SM = session().context().getSourceManager();
    for (const Access *A : All) {
      const SourceLocation L = SM.getFileLoc(A->At->getExprLoc());
      const auto IsThere = [&](SourceLocation Other) {
        return SM.getSpellingLineNumber(SM.getFileLoc(Other)) ==
               SM.getSpellingLineNumber(L);
      };
      if (llvm::any_of(To.Notes, [&](const auto &N) { return IsThere(N.first); }))
        continue;
      if (Most-- == 0)
        return;
      To.Notes.push_back({L, std::string(What) + " here by '" +
                                 nameOf(*A->In) + "'"});
    }
  }

  std::string nameOf(const FunctionDecl &F) {
    return session().roles().bindings().nameOf(F);
  }

  static bool isCounted(const Access *A) {
    return A->Kind == AccessKind::ReadWrite && A->Of == roles::Extent::Whole;
  }

  std::string message(const VarDecl &V, const Places &Changes) {
    const std::string Name = "'" + V.getNameAsString() + "'";
    const std::string By = "'" + nameOf(*Changes.front()->In) + "'";
    const QualType T = V.getType().getNonReferenceType();
    if (llvm::all_of(Changes,
                     [](const Access *A) { return A->Of == roles::Extent::Behind; }))
      return "what " + Name + " points to is changed by " + By +
             " without a lock while another thread may use it";
    if (T->isIntegralOrEnumerationType() && llvm::any_of(Changes, isCounted))
      return Name + " is counted by " + By +
             " without a lock: when two threads do so at once, one step is lost";
    if (T->isArithmeticType() || T->isEnumeralType())
      return Name + " is set by " + By +
             " for all threads: another one that uses it may see the value at "
             "any time";
    if (T->isPointerType())
      return Name + " is replaced by " + By +
             " while another thread may use what it pointed to";
    if (V.isStaticLocal())
      return Name + " is one for all threads: two of them in " + By +
             " write over each other's data";
    return Name + " is changed by " + By +
           " without a lock while another thread may use it";
  }

  fix::DroppedFreeLists FreeLists;
  std::vector<std::pair<const CallExpr *, const FunctionDecl *>> Calls;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeSharedStatic(StringRef Name, tidy::ClangTidyContext *Context,
                 SessionPool &Pool) {
  return std::make_unique<SharedStatic>(Name, Context, Pool);
}

} // namespace ftidy
