//===-- RefcountTests.cpp - who asks how many references there are
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/RefcountTests.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "Flow/Graph.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::sharing {

namespace {

// A use that yields the number of references itself: its twin asks the question
// that was meant.
bool isCount(const capi::Use &U) {
  return U.expr() && U.F->hasQuirk(capi::ReadsRefcount) && !U.F->Twin.empty();
}

std::optional<int64_t> constantOf(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->getType()->isIntegerType() ||
      !E->EvaluateAsInt(Result, Context) || !Result.Val.getInt().isRepresentableByInt64())
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

// The count stands on the left. Nothing for what is true of every object that
// is alive, or of none: a count below one is a question of deallocation.
std::optional<Asks> meaning(BinaryOperatorKind Op, int64_t With) {
  switch (Op) {
  case BO_EQ:
  case BO_NE:
    if (With < 1)
      return std::nullopt;
    if (With > 1)
      return Asks::Other;
    return Op == BO_EQ ? Asks::Unique : Asks::Shared;
  case BO_LT: // as `<= With - 1`
  case BO_GE: // as `> With - 1`
    --With;
    [[fallthrough]];
  case BO_LE:
  case BO_GT:
    if (With < 1)
      return std::nullopt;
    if (With > 1)
      return Asks::Other;
    return Op == BO_LT || Op == BO_LE ? Asks::Unique : Asks::Shared;
  default:
    return std::nullopt;
  }
}

// Whether one of the macros around this place only checks what must hold anyway.
bool isInAssertion(SourceLocation L, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  while (L.isMacroID()) {
    const StringRef Name = capi::macroName(L, Context);
    if (Name.contains_insensitive("assert") || Name.contains("CHECK") ||
        Name.contains("EXPECT") || Name.contains("REQUIRE") ||
        Name.contains("VERIFY"))
      return true;
    L = SM.getImmediateExpansionRange(L).getBegin();
  }
  return false;
}

class Finder {
public:
  Finder(Function &F, Session &S) : F(F), S(S) {}

  void look(const Stmt *Root) {
    syntax::forEachStmt(Root, [&](const Stmt *At) { return visit(At); });
  }

  // A variable that holds more than one count, or something else too, is not a
  // count.
  std::vector<RefcountTest> tests() {
    llvm::erase_if(Found, [&](const RefcountTest &T) {
      return T.Through && Counts.lookup(T.Through) != T.Count;
    });
    return std::move(Found);
  }

private:
  void lookIgnoring(const Stmt *Root) {
    ++Ignored;
    look(Root);
    --Ignored;
  }

  // False when it has looked at what the statement holds itself.
  bool visit(const Stmt *At) {
    if (const auto *Call = dyn_cast<CallExpr>(At)) {
      // What is printed decides nothing.
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (Callee && Callee->isVariadic()) {
        for (const Expr *Argument : Call->arguments())
          lookIgnoring(Argument);
        return false;
      }
    } else if (const auto *If = dyn_cast<IfStmt>(At)) {
      if (neverReturns(If->getThen())) {
        lookIgnoring(If->getInit());
        lookIgnoring(If->getConditionVariableDeclStmt());
        lookIgnoring(If->getCond());
        look(If->getThen());
        look(If->getElse());
        return false;
      }
    } else if (const auto *Declares = dyn_cast<DeclStmt>(At)) {
      for (const Decl *D : Declares->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit())
          keep(V, V->getInit());
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(At)) {
      if (Unary->isIncrementDecrementOp() || Unary->getOpcode() == UO_AddrOf)
        forget(Unary->getSubExpr());
    } else if (const auto *Op = dyn_cast<BinaryOperator>(At)) {
      visitBinary(Op);
    }
    return true;
  }

  void visitBinary(const BinaryOperator *Op) {
    if (Op->isAssignmentOp()) {
      const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(Op->getLHS()));
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (V && Op->getOpcode() == BO_Assign)
        keep(V, Op->getRHS());
      else if (V)
        forget(Op->getLHS());
      return;
    }
    if (!Op->isComparisonOp() || Ignored)
      return;
    RefcountTest T;
    T.Node = Op;
    BinaryOperatorKind Kind = Op->getOpcode();
    const Expr *Constant = Op->getRHS();
    if (!reads(Op->getLHS(), T)) {
      if (!reads(Op->getRHS(), T))
        return;
      Kind = BinaryOperator::reverseComparisonOp(Kind);
      Constant = Op->getLHS();
    }
    const auto With = constantOf(Constant, S.context());
    const auto Asked = With ? meaning(Kind, *With) : std::nullopt;
    if (!Asked || isInAssertion(Op->getOperatorLoc(), S.context()))
      return;
    T.What = *Asked;
    Found.push_back(T);
  }

  bool reads(const Expr *E, RefcountTest &Into) {
    E = capi::strip(E);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      Into.Through = dyn_cast<VarDecl>(Ref->getDecl());
      Into.Count = Into.Through ? Counts.lookup(Into.Through) : nullptr;
    } else {
      const capi::Use *U = F.uses().at(E);
      Into.Count = U && isCount(*U) ? U : nullptr;
    }
    Into.Object = Into.Count ? Into.Count->arg(0) : nullptr;
    return Into.Object;
  }

  void keep(const VarDecl *V, const Expr *Value) {
    if (!V->hasLocalStorage() || !V->getType()->isIntegerType())
      return;
    // `else refs = 1;`: what is taken for granted where nobody counts.
    if (const auto Constant = constantOf(Value, S.context());
        Constant && *Constant <= 1)
      return;
    const capi::Use *U = F.uses().at(capi::strip(Value));
    if (U && !isCount(*U))
      U = nullptr;
    auto [It, New] = Counts.try_emplace(V, U);
    if (!New && It->second != U)
      It->second = nullptr;
  }

  void forget(const Expr *E) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(E)))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
        Counts[V] = nullptr;
  }

  // abort(), Py_FatalError() and the like, at once.
  static bool neverReturns(const Stmt *Then) {
    if (const auto *Body = dyn_cast_or_null<CompoundStmt>(Then)) {
      return llvm::any_of(Body->body(), [](const Stmt *Each) {
        return !isa<CompoundStmt>(Each) && neverReturns(Each);
      });
    }
    const auto *E = dyn_cast_or_null<Expr>(Then);
    const auto *Call = E ? dyn_cast<CallExpr>(capi::strip(E)) : nullptr;
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    return Callee && Callee->isNoReturn();
  }

  Function &F;
  Session &S;
  unsigned Ignored = 0;
  std::vector<RefcountTest> Found;
  llvm::DenseMap<const VarDecl *, const capi::Use *> Counts;
};

} // namespace

std::vector<RefcountTest> refcountTests(Function &F, Session &S) {
  if (llvm::none_of(F.uses().all(), isCount))
    return {};
  // A project's own form of what a newer Python has.
  const IdentifierInfo *Name = F.decl().getIdentifier();
  if (Name && S.facts().lookup(Name))
    return {};
  if (S.roles().initOnly(&F.decl()) || S.project().isInitOnly(&F.decl()))
    return {};
  Finder Find(F, S);
  for (const Stmt *Root : syntax::bodyOf(F.decl()))
    Find.look(Root);
  std::vector<RefcountTest> Tests = Find.tests();
  const SourceManager &SM = S.context().getSourceManager();
  llvm::erase_if(Tests, [&](const RefcountTest &T) {
    const capi::Fact *Right = capi::findFact(T.Count->F->Twin);
    if (S.macros().isOlderThan(Right->Since, T.Node->getOperatorLoc(), SM))
      return true;
    const Seen Who = F.graph()
                         ? F.sharing()->ofArgument(T.Count->Node, 0)
                         : Seen::Unknown;
    // What nobody can change can still be shared.
    return Who == Seen::Fresh || Who == Seen::Null || Who == Seen::CallPrivate ||
           Who == Seen::ThreadPrivate;
  });
  return Tests;
}

bool readsRefcount(const Stmt *Node, Function &F, Session &In) {
  const auto Reads = [](const capi::Use &U) {
    return U.F->hasQuirk(capi::ReadsRefcount);
  };
  if (const capi::Use *U = F.uses().at(Node))
    return Reads(*U);
  const auto *Call = dyn_cast<CallExpr>(Node);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const FunctionDecl *Body = Callee ? Callee->getDefinition() : nullptr;
  return Body && Body->getBody() && !Body->isDependentContext() &&
         In.origins().of(Body->getLocation()) == capi::Origin::User &&
         llvm::any_of(In.function(*Body).uses().all(), [&](const capi::Use &U) {
           const auto *Of = U.arg(0) ? dyn_cast<DeclRefExpr>(capi::strip(U.arg(0)))
                                     : nullptr;
           return Reads(U) && Of && isa<ParmVarDecl>(Of->getDecl());
         });
}

} // namespace ftidy::sharing
