//===-- NestedCall.cpp - a strong reference without a variable of the author --===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------=--===//
//
// The part of StrongCall for results that go into no variable: nested in an
// expression, returned, or stored into a place. The call moves before its
// statement, with the release behind it; the unbraced body of an `if` or a loop
// gets its braces.
//
//===----------------------------------------------------------------------=--===//

#include "FixIt/StrongCall.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace ftidy::fix {

// Whether what is declared with Node in its initialiser evaluates it each time,
// and nothing before it.
static bool comesFirst(const DeclStmt &Declared, const Stmt *Init,
                       const ASTContext &Context) {
  for (const Decl *D : Declared.decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (!V || V->hasGlobalStorage()) // it runs once
      return false;
    if (V->getInit() == Init)
      return true;
    if (V->getInit() && !V->getInit()->isEvaluatable(Context))
      return false;
  }
  return false;
}

// Whether C++ has something else done in E before what is in Part.
static bool runsBefore(const Stmt *E, const Stmt *Part,
                       const ASTContext &Context) {
  const auto Acts = [&](const Expr *Other) {
    return Other != Part && Other->HasSideEffects(Context);
  };
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
    return llvm::any_of(Operator->arguments(), Acts);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return Acts(Call->getCallee());
  if (const auto *Item = dyn_cast<ArraySubscriptExpr>(E))
    return Acts(Item->getLHS()) || Acts(Item->getRHS());
  const auto *Binary = dyn_cast<BinaryOperator>(E);
  return Binary && Binary->isShiftOp() && Acts(Binary->getLHS());
}

// True when the statement evaluates Node exactly once, whatever else it does:
// nothing above it decides, repeats or orders.
bool StrongCall::isEvaluatedOnce(const Expr *Node, const Stmt *Statement) const {
  const Stmt *Below = Node;
  for (const Stmt *Up = Tree.parent(Node); Up && Below != Statement;
       Below = Up, Up = Tree.parent(Up)) {
    if (const auto *If = dyn_cast<IfStmt>(Up); If && Up == Statement)
      return Below == If->getCond() && !If->getInit() &&
             !If->getConditionVariable();
    if (S.context().getLangOpts().CPlusPlus &&
        runsBefore(Up, Below, S.context()))
      return false;
    if (const auto *Declared = dyn_cast<DeclStmt>(Up);
        Declared && !comesFirst(*Declared, Below, S.context()))
      return false;
    if (isa<CastExpr, ParenExpr, MemberExpr, ArraySubscriptExpr, DeclStmt,
            ReturnStmt, FullExpr>(Up))
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(Up);
        Call && Call->getCallee() != Below)
      continue;
    if (const auto *Unary = dyn_cast<UnaryOperator>(Up);
        Unary && !Unary->isIncrementDecrementOp() &&
        Unary->getOpcode() != UO_AddrOf)
      continue;
    if (const auto *Binary = dyn_cast<BinaryOperator>(Up);
        Binary && Binary->getOpcode() != BO_Comma &&
        (!Binary->isLogicalOp() || Binary->getLHS() == Below) &&
        (!Binary->isAssignmentOp() || Binary->getRHS() == Below))
      continue;
    return false;
  }
  return Below == Statement;
}

// A declaration may not follow a label, and in C++ no jump may pass it.
bool StrongCall::canDeclareBefore(const Stmt *Statement) const {
  return isa<CompoundStmt>(Tree.parent(Statement)) &&
         !(S.context().getLangOpts().CPlusPlus &&
           Tree.isJumpedPast(Statement, F.decl().getBody()));
}

StrongCall::Result StrongCall::returned(const own::BorrowedSite &Site,
                                        StringRef Name) {
  R = Result();
  if (!Site.Use) // a converted helper's result is new as it is
    return R;
  const Stmt *Statement = Tree.statementOf(capi::strip(Site.Node));
  const capi::Fact *Twin = twin(Site);
  if (!Twin)
    return R;
  const auto Call = Text.call(Site.Loc);
  const auto Where = Text.statement(Statement);
  if (!Call || !Where) {
    refuse(Reason::HiddenByMacro);
    return R;
  }
  if (Twin->Outs.empty()) {
    R.Edits.push_back({Call->Name.Begin, Call->Name.End - Call->Name.Begin,
                       Twin->Name.str()});
    return R;
  }
  if (!canDeclareBefore(Statement)) {
    refuse(Reason::Unbraced);
    return R;
  }
  const std::string Indent = Text.indentation(Where->Begin).str();
  const auto Out = outCode(Site, *Twin, *Call, ("&" + Name).str(), nullptr,
                             Statement);
  if (!Out)
    return R;
  R.Edits.push_back({Where->Begin, 0,
                     "PyObject *" + Name.str() + ";\n" + Indent + *Out + "\n" +
                         Indent});
  R.Edits.push_back(
      {Call->Whole.Begin, Call->Whole.End - Call->Whole.Begin, Name.str()});
  return R;
}

StrongCall::Result StrongCall::stored(const own::BorrowedSite &Site,
                                      const Expr *Place) {
  R = Result();
  const capi::Fact *Twin = twin(Site);
  if (!Twin)
    return R;
  const Stmt *Statement = Tree.statementOf(capi::strip(Site.Node));
  const auto Call = Text.call(Site.Loc);
  const auto Where = Text.statement(Statement);
  // The address of `*out` is `out`.
  const auto *Deref = dyn_cast<UnaryOperator>(Place->IgnoreParens());
  const auto Name =
      Text.of(Deref ? Deref->getSubExpr()->IgnoreImpCasts() : Place);
  if (!Call || !Where || !Name) {
    refuse(Reason::HiddenByMacro);
    return R;
  }
  if (Twin->Outs.empty()) {
    R.Edits.push_back({Call->Name.Begin, Call->Name.End - Call->Name.Begin,
                       Twin->Name.str()});
    return R;
  }
  const auto Out = outCode(Site, *Twin, *Call,
                           (Deref ? "" : "&") + Text.text(*Name).str(), nullptr, Statement);
  if (Out)
    R.Edits.push_back({Where->Begin, Where->End - Where->Begin, *Out});
  return R;
}

StrongCall::Result StrongCall::nested(const own::BorrowedSite &Site,
                                      StringRef Name, const Expr *Computed,
                                      const NewVariables &Given) {
  R = Result();
  const capi::Fact *Twin = Site.Use ? twin(Site) : nullptr;
  if (Site.Use && !Twin)
    return R;
  const Expr *Node = capi::strip(Site.Node);
  const Stmt *Statement = Tree.statementOf(Node);
  const auto Call = Text.call(Site.Loc);
  const auto Where = Statement ? Text.statement(Statement) : std::nullopt;
  if (!Call || !Where) {
    refuse(Reason::HiddenByMacro);
    return R;
  }
  const bool Wraps = !canDeclareBefore(Statement);
  if (Wraps && !isUnbracedBody(Statement)) {
    refuse(Reason::Unbraced);
    return R;
  }
  if (!isEvaluatedOnce(Node, Statement) ||
      (isa<IfStmt, ReturnStmt>(Statement) && !Computed)) {
    refuse(Reason::Nested);
    return R;
  }
  const std::string Indent = Wraps && !Text.startsLine(Where->Begin)
                                 ? Text.deeper(Where->Begin)
                                 : Text.indentation(Where->Begin).str();
  std::string Code;
  if (!Twin) { // a converted helper is called as it was
    std::string Type = Site.Node->getType().getUnqualifiedType().getAsString(
        PrintingPolicy(S.context().getLangOpts()));
    if (!StringRef(Type).ends_with("*"))
      Type += " ";
    Code = Type + Name.str() + " = " + Text.text(Call->Whole).str() + ";";
  } else if (Twin->Outs.empty()) {
    Code = "PyObject *" + Name.str() + " = " + Twin->Name.str() + "(" +
           Text.text(Call->Arguments).str() + ");";
  } else {
    const auto Out =
        outCode(Site, *Twin, *Call, ("&" + Name).str(), nullptr,
                             Statement);
    if (!Out)
      return R;
    Code = "PyObject *" + Name.str() + ";\n" + Indent + *Out;
  }
  const bool MustTest = Site.hasQuirk(capi::Unchecked);
  if (MustTest || wantsTest(Site, nullptr)) {
    const auto Failure = failure(*Twin, Name, Statement, nullptr);
    if (!Failure && MustTest) {
      refuse(Reason::ErrorPath);
      return R;
    }
    if (Failure) {
      Code += "\n" + Indent + *Failure;
      R.NullTested = R.LeavesOnFailure = true;
    }
  }
  Stretch Replaced = Call->Whole;
  std::string With = Name.str();
  if (Statement == Node) // its value is not used
    With = "(void)" + With;
  if (Computed) {
    const auto Inner = Text.of(Computed);
    if (!Inner || Computed->getType()->isVoidType() ||
        Computed->getType()->isFunctionPointerType() ||
        F.decl().getReturnType()->isReferenceType()) {
      refuse(Reason::Nested);
      return R;
    }
    const auto Body = Text.of(F.decl().getBody());
    const Stmt *Block = Tree.parent(Statement);
    const std::string Result = Text.freeName("result", *Body, Block, Given);
    R.Variables.push_back({Block, Result});
    const QualType Value = isa<ReturnStmt>(Statement)
                               ? F.decl().getReturnType()
                               : Computed->getType();
    // What is spelled around its name, or would have to be copied.
    if (Value->isFunctionPointerType() || Value->isArrayType() ||
        (Value->isPointerType() && Value->getPointeeType()->isArrayType()) ||
        (Value->isRecordType() && Computed->isGLValue())) {
      refuse(Reason::Nested);
      return R;
    }
    std::string Type = Value.getUnqualifiedType().getAsString(
        PrintingPolicy(S.context().getLangOpts()));
    if (!StringRef(Type).ends_with("*"))
      Type += " ";
    const bool Comma = isComma(*Computed);
    Code += "\n" + Indent + Type + Result + " = " + (Comma ? "(" : "") +
            Text.text({Inner->Begin, Call->Whole.Begin}).str() + Name.str() +
            Text.text({Call->Whole.End, Inner->End}).str() +
            (Comma ? ")" : "") + ";\n" + Indent +
            (R.NullTested ? "Py_DECREF(" : "Py_XDECREF(") + Name.str() + ");";
    Replaced = *Inner;
    With = Result;
    R.ReleasedHere = true;
  }
  const char *Release = R.NullTested ? "Py_DECREF(" : "Py_XDECREF(";
  if (Wraps)
    wrap(Statement, Code,
         Computed ? "" : "\n" + Indent + Release + Name.str() + ");");
  R.Edits.push_back({Where->Begin, 0, Code + "\n" + Indent});
  R.Edits.push_back({Replaced.Begin, Replaced.End - Replaced.Begin, With});
  return R;
}

// `if (x) f();`, with nothing else on the way to the brace.
bool StrongCall::isUnbracedBody(const Stmt *Statement) const {
  const Stmt *Parent = Tree.parent(Statement);
  return isa<IfStmt, ForStmt, WhileStmt, CXXForRangeStmt>(Parent) &&
         isa<Expr, ReturnStmt>(Statement) &&
         Text.headEnd(Parent, Statement) &&
         Text.offset(Parent->getBeginLoc());
}

// Braces around the unbraced body: Code comes before it, Behind after it.
void StrongCall::wrap(const Stmt *Statement, std::string &Code,
                      const std::string &Behind) {
  const Stmt *Parent = Tree.parent(Statement);
  const Stretch Where = *Text.statement(Statement);
  const std::string Outer =
      Text.indentation(Text.offset(Parent->getBeginLoc()).value_or(Where.Begin))
          .str();
  if (Text.startsLine(Where.Begin))
    R.Edits.push_back({*Text.headEnd(Parent, Statement), 0, " {"});
  else
    Code = "{\n" + Text.deeper(Where.Begin) + Code;
  R.Edits.push_back({Text.afterTrailingComment(Where.End), 0,
                     Behind + "\n" + Outer + "}"});
  R.ReleasedHere = R.Wraps = true;
}

} // namespace ftidy::fix
