//===-- AskUnique.cpp - ask CPython who refers to an object
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/AskUnique.h"
#include "FixIt/Availability.h"
#include "FixIt/ErrorBranches.h"
#include "Guards/Effects.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/FoldingSet.h"

using namespace clang;

namespace ftidy::fix {

AskUnique::AskUnique(Function &F, Session &S)
    : F(F), S(S), Text(S.context(), F.decl().getLocation()),
      Tree(F.decl().getBody()) {}

const capi::Fact &rightTest(Tested From) {
  return *capi::findFact(
      From == Tested::Argument
          ? "PyUnstable_Object_IsUniqueReferencedTemporary"
          : "PyUnstable_Object_IsUniquelyReferenced");
}

// Callers that lead to one answer.
static constexpr unsigned MaxDepth = 4;

static Tested comesFrom(const Expr *Object, const FunctionDecl &In, Session &S,
                        unsigned Depth) {
  const Expr *E = capi::strip(Object);
  // The array of a METH_FASTCALL function.
  if (const auto *Subscript = dyn_cast_or_null<ArraySubscriptExpr>(E))
    E = capi::strip(Subscript->getBase());
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const auto *P = dyn_cast_or_null<ParmVarDecl>(V);
  if (V && !P && V->hasLocalStorage() && V->getInit() && Depth < MaxDepth)
    return comesFrom(V->getInit(), In, S, Depth + 1);
  if (!P || P->getType()->isReferenceType() || S.roles().isArgumentTuple(P))
    return Tested::Owned;
  const roles::RoleSet Roles = S.roles().of(&In);
  if (!Roles.empty() && !Roles.only(roles::Role::Callback))
    return Tested::Argument;
  const auto Callers = S.roles().callersOf(&In);
  if (!Callers || Depth == MaxDepth)
    return Tested::Parameter;
  Tested Result = Tested::Owned;
  for (const roles::Caller &C : *Callers) {
    const unsigned I = P->getFunctionScopeIndex();
    const Tested One = C.Call && C.Function && I < C.Call->getNumArgs()
                           ? comesFrom(C.Call->getArg(I), *C.Function, S,
                                       Depth + 1)
                           : Tested::Parameter;
    if (One == Tested::Argument)
      return One;
    if (One == Tested::Parameter)
      Result = One;
  }
  return Result;
}

Tested AskUnique::comesFrom(const Expr *Object) {
  return fix::comesFrom(Object, F.decl(), S, 0);
}

AskUnique::Ways AskUnique::waysOf(const sharing::RefcountTest &T) const {
  Ways Result;
  bool UniqueWhen = T.What == sharing::Asks::Unique;
  const Stmt *At = T.Node;
  for (const Stmt *Up = Tree.parent(At); Up; At = Up, Up = Tree.parent(Up)) {
    if (isa<ParenExpr, ImplicitCastExpr, ExprWithCleanups>(Up))
      continue;
    if (const auto *Not = dyn_cast<UnaryOperator>(Up);
        Not && Not->getOpcode() == UO_LNot) {
      UniqueWhen = !UniqueWhen;
      continue;
    }
    // One of several conditions: the ways are those of the whole.
    if (const auto *Op = dyn_cast<BinaryOperator>(Up); Op && Op->isLogicalOp())
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(Up); Call && Call->getBuiltinCallee())
      continue; // __builtin_expect
    const auto *If = dyn_cast<IfStmt>(Up);
    const auto *Choice = dyn_cast<ConditionalOperator>(Up);
    if (If && At == If->getCond()) {
      Result = {If, If->getThen(), If->getElse()};
    } else if (Choice && At == Choice->getCond()) {
      Result = {Choice, Choice->getTrueExpr(), Choice->getFalseExpr()};
    }
    break;
  }
  if (!UniqueWhen)
    std::swap(Result.Unique, Result.Shared);
  return Result;
}

// Whether an error is reported on this way, or the process ended.
bool AskUnique::reports(const Stmt *Way) const {
  bool Result = false;
  forEach(Way, [&](const Stmt *Each) {
    const auto *Call = dyn_cast<CallExpr>(Each);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const capi::Use *U = const_cast<Function &>(F).uses().at(Each);
    Result |= (U && U->F->Error == capi::ErrorEffect::Sets) ||
              (Callee && Callee->isNoReturn()) || isa<CXXThrowExpr>(Each);
  });
  return Result;
}

bool AskUnique::sameObject(const Expr *A, const Expr *B) const {
  llvm::FoldingSetNodeID First, Second;
  capi::strip(A)->Profile(First, S.context(), true);
  capi::strip(B)->Profile(Second, S.context(), true);
  return First == Second;
}

// Where on this way the object is written to, returned or kept.
const Stmt *AskUnique::changes(const Stmt *Way, const Expr *Object) const {
  const SourceManager &SM = S.context().getSourceManager();
  const Stmt *First = nullptr;
  auto found = [&](const Stmt *At) {
    if (!First ||
        SM.isBeforeInTranslationUnit(At->getBeginLoc(), First->getBeginLoc()))
      First = At;
  };
  // The object, or a part of it that is written to.
  auto isPart = [&](const Expr *E) {
    bool Member = false;
    for (E = capi::strip(E); E; E = capi::strip(E)) {
      if (sameObject(E, Object))
        return Member;
      Member = true;
      if (const auto *M = dyn_cast<MemberExpr>(E))
        E = M->getBase();
      else if (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
        E = A->getBase();
      else if (const auto *U = dyn_cast<UnaryOperator>(E))
        E = U->getSubExpr();
      else
        return false;
    }
    return false;
  };
  auto isObject = [&](const Expr *E) {
    E = E ? capi::strip(E) : nullptr;
    if (const capi::Use *U = E ? F.uses().at(E) : nullptr;
        U && U->F->Returns == capi::Result::New && U->F->Args == "+")
      E = U->arg(0); // Py_NewRef
    return E && sameObject(E, Object);
  };
  forEach(Way, [&](const Stmt *Each) {
    if (const auto *Return = dyn_cast<ReturnStmt>(Each)) {
      if (isObject(Return->getRetValue()))
        found(Each);
    } else if (const auto *Op = dyn_cast<BinaryOperator>(Each)) {
      if (Op->isAssignmentOp() &&
          (isPart(Op->getLHS()) || isObject(Op->getRHS())))
        found(Each);
    } else if (const auto *Op = dyn_cast<UnaryOperator>(Each)) {
      if (Op->isIncrementDecrementOp() && isPart(Op->getSubExpr()))
        found(Each);
    }
    if (const capi::Use *U = F.uses().at(Each)) {
      const Expr *On = U->arg(0);
      const auto *Address = On ? dyn_cast<UnaryOperator>(On) : nullptr;
      if (On && ((U->F->hasHazard(capi::WritesUnlocked) &&
                  sameObject(On, Object)) ||
                 (Address && U->effect(0) == 'O' &&
                  sameObject(Address->getSubExpr(), Object))))
        found(Each);
    }
  });
  return First;
}

const Stmt *AskUnique::reuse(const sharing::RefcountTest &T) {
  const Ways W = waysOf(T);
  return W.Unique ? changes(W.Unique, T.Object) : nullptr;
}

// The way for a shared object makes a copy of its own: `x = copy(x)`.
static bool replaces(const Stmt *Way, const Expr *Object,
                     llvm::function_ref<bool(const Expr *, const Expr *)> Same) {
  bool Result = false;
  forEach(Way, [&](const Stmt *Each) {
    const auto *Op = dyn_cast<BinaryOperator>(Each);
    Result |= Op && Op->getOpcode() == BO_Assign && Same(Op->getLHS(), Object);
  });
  return Result;
}

// Whether an object that only seems to be shared is treated well as a shared one:
// that way must not give a reference to it up, and the other way must do something
// with the object that is not done then.
bool AskUnique::mayCountAsShared(const Ways &W, const Expr *Object) const {
  bool Released = false, Named = false;
  if (W.Shared)
    forEach(W.Shared, [&](const Stmt *Each) {
      const capi::Use *U = F.uses().at(Each);
      Released |= U && U->effect(0) == '-' && U->arg(0) &&
                  sameObject(U->arg(0), Object);
    });
  if (W.Unique)
    forEach(W.Unique, [&](const Stmt *Each) {
      const auto *E = dyn_cast<Expr>(Each);
      Named |= isa<ReturnStmt>(Each) || (E && sameObject(E, Object));
    });
  return !Released && (Named || !W.Unique || W.Shared);
}

std::optional<std::string>
AskUnique::objectText(const sharing::RefcountTest &T) const {
  const Expr *Written = T.Count->arg(0);
  if (!Written->getType()->isPointerType())
    return std::nullopt;
  StringRef Object;
  if (T.Count->F->Spelling == capi::Kind::Member) {
    const auto Of = Text.of(Written);
    if (!Of)
      return std::nullopt;
    Object = Text.text(*Of);
  } else {
    const auto Call = Text.call(T.Count->Loc);
    if (!Call || Text.hasConditional(Call->Arguments))
      return std::nullopt;
    Object = Text.text(Call->Arguments).trim();
  }
  const QualType Wanted = Written->getType()->getPointeeType();
  const auto *Record = Wanted->getAsRecordDecl();
  if (Record && Record->getName() == "_object" && !Wanted.isConstQualified())
    return Object.str();
  const bool IsName = Object.find_first_not_of(
                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                          "0123456789_") == StringRef::npos;
  return IsName ? ("(PyObject *)" + Object).str()
                : ("(PyObject *)(" + Object + ")").str();
}

// A Python without the function has the GIL, or it is 3.13: there one can only
// say that the object may be shared.
static std::string definition(StringRef Name, const capi::Fact &Right,
                              StringRef Says) {
  return ("\n/* " + Says + " */\nstatic inline int\n" + Name +
          "(PyObject *object)\n{\n#if PY_VERSION_HEX >= 0x" +
          llvm::utohexstr(Right.Since, false, 8) + "\n    return " +
          Right.Name +
          "(object);\n#elif defined(Py_GIL_DISABLED)\n    return 0;\n#else\n"
          "    return Py_REFCNT(object) == 1;\n#endif\n}\n")
      .str();
}

Reason AskUnique::provide(Tested From, std::string &Name,
                          std::vector<Edit> &Edits) {
  const bool Temporary = From == Tested::Argument;
  const capi::Fact &Right = rightTest(From);
  const Availability &Available = S.availability();
  if (Available.isLimited())
    return Reason::LimitedApi;
  if (Available.of(Right) == Availability::Answer::Yes) {
    Name = Right.Name.str();
    return Reason::None;
  }
  Name = Temporary ? "is_unique_temporary" : "is_uniquely_referenced";
  // An earlier run may have written it.
  ASTContext &Context = S.context();
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(
           &Context.Idents.get(Name))) {
    const auto *Known = dyn_cast<FunctionDecl>(D);
    const bool Fits = Known && Known->getNumParams() == 1 &&
                      Known->getReturnType()->isIntegerType() &&
                      Known->getParamDecl(0)->getType()->isPointerType() &&
                      Text.offset(Known->getLocation());
    return Fits ? Reason::None : Reason::Unavailable;
  }
  const auto Python = Text.offset(Available.includeAt());
  if (!Python)
    return Reason::Unavailable;
  Edits.push_back(
      {Text.afterIncludes(*Python), 0,
       definition(Name, Right,
                  Temporary
                      ? "True when the object is a temporary of the call in "
                        "progress that nobody else refers to."
                      : "True when nobody but the caller refers to the object."
                  )});
  return Reason::None;
}

// `while (node && Py_REFCNT(node) == 1)` takes a chain apart that nothing else has:
// an end too early leaves the rest to as many deallocators in each other.
bool AskUnique::endsLoop(const sharing::RefcountTest &T) const {
  const Stmt *From = T.Node;
  for (const Stmt *Up = F.parents().getParent(From); isa_and_nonnull<Expr>(From);
       From = Up, Up = F.parents().getParent(Up)) {
    const auto *While = dyn_cast_or_null<WhileStmt>(Up);
    const auto *For = dyn_cast_or_null<ForStmt>(Up);
    const auto *Do = dyn_cast_or_null<DoStmt>(Up);
    if ((While && From == While->getCond()) || (For && From == For->getCond()) ||
        (Do && From == Do->getCond()))
      return true;
    if (!Up)
      return false;
  }
  return false;
}

EditPlan AskUnique::plan(const sharing::RefcountTest &T) {
  if (T.What == sharing::Asks::Other)
    return EditPlan::refuse(Reason::OtherCount);
  if (T.Through)
    return EditPlan::refuse(Reason::CountKept);
  if (F.decl().isTemplateInstantiation())
    return EditPlan::refuse(Reason::Template);
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  const auto Whole = Text.of(T.Node);
  if (T.Count->InMacroBody || T.Count->Repeated || !Whole)
    return EditPlan::refuse(Reason::HiddenByMacro);
  const auto Object = objectText(T);
  if (!Object)
    return EditPlan::refuse(Reason::ArgumentType);
  if (Text.hasConditional(*Whole))
    return EditPlan::refuse(Reason::Conditional);

  const Ways W = waysOf(T);
  if (!mayCountAsShared(W, T.Object) || endsLoop(T))
    return EditPlan::refuse(Reason::SharedNotSafe);
  const Tested From = comesFrom(T.Object);
  const auto Same = [&](const Expr *A, const Expr *B) { return sameObject(A, B); };
  const bool OtherWay =
      W.If && ((W.Unique && changes(W.Unique, T.Object)) ||
               (W.Shared && replaces(W.Shared, T.Object, Same)));
  const bool Error = W.Shared && reports(W.Shared);
  const bool Review = !OtherWay || Error || From == Tested::Parameter;

  std::string Name;
  std::vector<Edit> Edits;
  if (const Reason Why = provide(From, Name, Edits); Why != Reason::None)
    return EditPlan::refuse(Why);
  // Only one plan of a run may define the function.
  const bool Written = !Review || S.options().Fixes == FixLevel::Review;
  if (!Edits.empty() && Written && !S.claimInclude(T.Node))
    return EditPlan::refuse(Reason::OtherFix);
  Edits.push_back({Whole->Begin, Whole->End - Whole->Begin,
                   (T.What == sharing::Asks::Shared ? "!" : "") + Name + "(" +
                       *Object + ")"});
  llvm::sort(Edits);
  EditPlan Result = EditPlan::of(std::move(Edits));
  if (Error)
    Result.lowerToReview("in a free-threaded build an object of another thread "
                         "counts as shared, which is an error here");
  else if (!OtherWay)
    Result.lowerToReview(
        "in a free-threaded build an object of another thread counts as shared");
  if (From == Tested::Parameter)
    Result.lowerToReview("right only for an object that the callers own: for "
                         "the argument of a call ask "
                         "'PyUnstable_Object_IsUniqueReferencedTemporary'");
  return Result;
}

} // namespace ftidy::fix
