//===-- ObjectHeader.cpp - freethreading-object-header
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each member of an object's header that is named directly, unless that is
// done for Pythons with the GIL only or to a static type, or is what the accessor
// does: report it, and offer the accessor. A count that is tested for being one
// has a check of its own. So is a count that is set to what it was and more.
//
//===----------------------------------------------------------------------===//

#include "CApi/Allocators.h"
#include "CApi/FactIndex.h"
#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "Check.h"
#include "FixIt/Accessors.h"
#include "Roles/Accesses.h"
#include "Roles/PlainData.h"
#include "Roles/Roles.h"
#include "Sharing/RefcountTests.h"
#include "Sharing/Summaries.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class ObjectHeader : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    if (session().initOnly(F.decl()) || session().looksLikeInit(F.decl()) ||
        F.decl().getTemplateInstantiationPattern())
      return;
    lookAtSetters(F);
    std::optional<std::vector<sharing::RefcountTest>> Tests;
    for (const Stmt *Node : F.statements()) {
      const auto *M = dyn_cast<MemberExpr>(Node);
      if (!M)
        continue;
      const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
      const capi::Fact *Row = Field ? session().facts().lookup(*Field) : nullptr;
      const fix::Accessor A = Row ? fix::accessorOf(*Row) : fix::Accessor{};
      if (!A.Reads || isExpected(*M))
        continue;
      // What is decided by a count is for freethreading-refcount-one to say.
      if (!Tests)
        Tests = sharing::refcountTests(F, session());
      if (llvm::any_of(*Tests, [&](const sharing::RefcountTest &T) {
            return T.Count->Node && capi::strip(cast<Expr>(T.Count->Node)) == M;
          }))
        continue;
      judge(*M, *Row, A, F.parents());
    }
  }

  // A count that is made of what it was. In a dealloc that is for
  // freethreading-dealloc-order to say.
  void lookAtSetters(Function &F) {
    const SourceManager &SM = session().context().getSourceManager();
    if (session().roles().of(&F.decl()).lifecycle())
      return;
    for (const capi::Use &U : F.uses().all()) {
      const Expr *Value = capi::does(*U.F, capi::Allocation::SetCount) && !U.Repeated
                              ? U.arg(1)
                              : nullptr;
      const auto *Read = Value ? firstRead(*Value, F) : nullptr;
      if (!Read || session().macros().isGilOnly(SM.getFileLoc(U.Loc), SM))
        continue;
      report({U.Loc,
              "'" + U.F->Name.str() + "' sets the reference count to what it was "
              "and more or less: what another thread counts in between is lost",
              {},
              fix::EditPlan::refuse(fix::Reason::NoAtomicForm)});
    }
  }

  static const capi::Use *firstRead(const Expr &In, Function &F) {
    const capi::Use *Found = nullptr;
    syntax::forEachStmt(&In, [&](const Stmt *S) {
      const capi::Use *U = F.uses().at(S);
      if (U && U->F->hasQuirk(capi::ReadsRefcount))
        Found = U;
      return !Found;
    });
    return Found;
  }

  // In a macro, for a Python with the GIL, or of a type that is static.
  bool isExpected(const MemberExpr &M) {
    const SourceManager &SM = session().context().getSourceManager();
    // An argument of a macro may itself come out of another macro's body.
    SourceLocation Token = M.getMemberLoc();
    while (SM.isMacroArgExpansion(Token))
      Token = SM.getImmediateSpellingLoc(Token);
    if (Token.isMacroID() ||
        session().macros().isGilOnly(SM.getFileLoc(M.getMemberLoc()), SM))
      return true;
    const Expr *Base = M.getBase();
    while (true) {
      Base = capi::strip(Base);
      if (const auto *Outer = dyn_cast<MemberExpr>(Base))
        Base = Outer->getBase();
      else if (const auto *Unary = dyn_cast<UnaryOperator>(Base))
        Base = Unary->getSubExpr();
      else
        break;
    }
    const auto *Ref = dyn_cast<DeclRefExpr>(Base);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return V && V->hasGlobalStorage() && V->getType()->isRecordType();
  }

  void judge(const MemberExpr &M, const capi::Fact &Row, const fix::Accessor &A,
             const ParentMap &Parents) {
    const Stmt *Up = Parents.getParent(&M);
    while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(Up))
      Up = Parents.getParent(Up);
    const auto *Assignment = dyn_cast_or_null<BinaryOperator>(Up);
    const bool Writes = Assignment && Assignment->isAssignmentOp() &&
                        capi::strip(Assignment->getLHS()) == &M;
    const auto *Unary = dyn_cast_or_null<UnaryOperator>(Up);
    const bool Changes =
        Unary && (Unary->isIncrementDecrementOp() ||
                  Unary->getOpcode() == UO_AddrOf);
    if (A.PlainRead && !Writes && !Changes)
      return;
    // A type gets its own type before it is ready.
    if (Writes && roles::pointsToType(capi::strip(M.getBase())->getType()))
      return;
    const auto *Value = Writes ? dyn_cast_or_null<Expr>(Parents.getParent(Up)) : nullptr;
    Finding Result;
    Result.Loc = M.getMemberLoc();
    Result.Message =
        "'" + M.getMemberDecl()->getNameAsString() + "' is " +
        (Writes || Changes ? "changed" : "read") +
        " directly: a free-threaded build has another object header, and "
        "other threads use it; use '" +
        (Writes && A.Sets ? A.Sets : A.Reads)->Name.str() + "'";
    const bool Plain = !Changes && !Value &&
                       (!Writes || Assignment->getOpcode() == BO_Assign);
    Result.Plan = Plain ? fix::useAccessor(M, A, Writes ? Assignment : nullptr,
                                           session())
                        : fix::EditPlan::refuse(fix::Reason::NoAccessor);
    report(Result);
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeObjectHeader(StringRef Name, tidy::ClangTidyContext *Context,
                 SessionPool &Pool) {
  return std::make_unique<ObjectHeader>(Name, Context, Pool);
}

} // namespace ftidy
