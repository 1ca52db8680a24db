//===-- StrongCall.cpp - the call that gives a strong reference
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/StrongCall.h"
#include "FixIt/Availability.h"
#include "FixIt/ErrorExit.h"
#include "FixIt/NewInclude.h"
#include "Guards/Effects.h"
#include "Roles/Callees.h"
#include "Session.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

bool StrongCall::refuse(Reason Why, std::string Detail) {
  R.Why = Why;
  R.Detail = std::move(Detail);
  return false;
}

static std::string unavailable(const capi::Fact &Twin) {
  return "'" + Twin.Name.str() + "' needs Python " +
         capi::versionName(Twin.Since) +
         (Twin.InCompat ? " or pythoncapi_compat.h" : "");
}

const capi::Fact *StrongCall::twin(const own::BorrowedSite &Site) {
  const capi::Fact &Old = *Site.Use->F;
  const capi::Fact *Twin = capi::findFact(Old.Twin);
  const bool HasOut = Twin && !Twin->Outs.empty();
  // A cure in words, or other arguments, is no drop-in.
  if (!Twin || !Old.Cure.empty() ||
      Twin->Args.size() != Old.Args.size() + (HasOut ? 1 : 0)) {
    refuse(Reason::NoTwin);
    return nullptr;
  }
  // A macro casts what it is given, its twin is a function.
  if (Old.Spelling != capi::Kind::Function)
    for (const Expr *A : Site.Use->Args)
      if (A && A->getType()->isPointerType() &&
          !S.context().hasSameUnqualifiedType(A->getType(),
                                              Site.Node->getType())) {
        refuse(Reason::ArgumentType);
        return nullptr;
      }
  const Reason Why = includeFor(*Twin, &Claimant, Text, S, R.Edits);
  if (Why != Reason::None) {
    refuse(Why, Why == Reason::Unavailable ? unavailable(*Twin) : "");
    return nullptr;
  }
  if (!R.Edits.empty())
    R.Changes.push_back("includes pythoncapi_compat.h");
  return Twin;
}

StrongCall::Result StrongCall::assigned(const own::BorrowedSite &Site,
                                        const VarDecl *Holder) {
  R = Result();
  const capi::Fact *Twin = twin(Site);
  if (!Twin)
    return R;
  const auto Call = Text.call(Site.Loc);
  if (!Call) {
    refuse(Reason::HiddenByMacro);
    return R;
  }
  const Stmt *Statement = Tree.statementOf(capi::strip(Site.Node));
  // NULL is a value there, and does not tell of a failure.
  const Stmt *Around = Tree.parent(capi::strip(Site.Node));
  while (isa_and_nonnull<ParenExpr, CastExpr>(Around))
    Around = Tree.parent(Around);
  const bool IsChoice = isa_and_nonnull<ConditionalOperator>(Around);
  if (IsChoice &&
      (Site.hasQuirk(capi::NoneWhenDead) || Site.hasQuirk(capi::Unchecked))) {
    refuse(Reason::Nested);
    return R;
  }
  if (Site.Use->F->hasQuirk(capi::NoneWhenDead)) {
    if (const IfStmt *Test = failureTest(Site, Holder)) {
      weakWithFailure(Site, *Twin, Holder, *Call, *Test);
      return R;
    }
    // The condition around the assignment tests for NULL.
    if (isa<IfStmt>(Statement)) {
      refuse(Reason::WeakrefNone);
      return R;
    }
  }
  const bool MustTest = Site.hasQuirk(capi::Unchecked) &&
                        !testsNullNext(Holder, Statement, false);
  if (MustTest || (!IsChoice && wantsTest(Site, Holder))) {
    const auto *Declared = dyn_cast<DeclStmt>(Statement);
    const auto Where = Text.statement(Statement);
    const bool Fits = (Declared ? Declared->isSingleDecl()
                                : isa<Expr>(Statement)) &&
                      Where && Tree.standsInCompound(Statement);
    const auto Failure =
        Fits ? failure(*Twin, Holder->getNameAsString(), Statement, Holder)
             : std::nullopt;
    if (!Failure && MustTest) {
      refuse(Declared && !Declared->isSingleDecl() ? Reason::SharedDeclaration
                                                   : Reason::ErrorPath);
      return R;
    }
    if (Failure) {
      R.Edits.push_back({Text.afterTrailingComment(Where->End), 0,
                         "\n" + Text.indentation(Where->Begin).str() + *Failure});
      R.NullTested = R.LeavesOnFailure = true;
    }
  }
  if (Twin->Outs.empty())
    R.Edits.push_back({Call->Name.Begin, Call->Name.End - Call->Name.Begin,
                       Twin->Name.str()});
  else
    outParameter(Site, *Twin, Holder, *Call);
  return R;
}

StrongCall::Result StrongCall::kept(const own::BorrowedSite &Site) {
  R = Result();
  const capi::Fact *Modules = capi::findFact("PyImport_GetModuleDict");
  const auto *Name =
      Site.Use && Site.Use->F->Name == "PySys_GetObject" && Site.Use->arg(0)
          ? dyn_cast<StringLiteral>(Site.Use->arg(0)->IgnoreParenImpCasts())
          : nullptr;
  const auto Call = Text.call(Site.Loc);
  if (!Modules || !Name || Name->getCharByteWidth() != 1 ||
      Name->getString() != "modules" || !Call || Site.InMacroBody ||
      S.availability().of(*Modules) != Availability::Answer::Yes) {
    refuse(Reason::NoTwin);
    return R;
  }
  R.Edits.push_back({Call->Whole.Begin, Call->Whole.End - Call->Whole.Begin,
                     Modules->Name.str() + "()"});
  R.Changes.push_back("'sys.modules' is taken to be the interpreter's own");
  return R;
}

std::optional<std::string> StrongCall::failure(const capi::Fact &Twin,
                                               StringRef Name,
                                               const Stmt *Statement,
                                               const VarDecl *Holder) {
  const auto Lines = ErrorExit(F, S, Text, Tree, Errors).after(Statement, Holder);
  const auto Where = Text.statement(Statement);
  if (!Lines || !Where)
    return std::nullopt;
  const std::string Indent = Text.indentation(Where->Begin).str();
  const std::string Deeper = Text.deeper(Where->Begin);
  std::string Code =
      ("if (" + Name + " == " + Text.nullPointer() + ") {").str();
  for (const std::string &Line : *Lines)
    Code += "\n" + Deeper + Line;
  const StringRef What = Lines->back() == "break;" ? "loop" : "function";
  R.Changes.push_back(("leaves the " + What + " when '" + Twin.Name +
                       "' fails")
                          .str());
  return Code + "\n" + Indent + "}";
}

// Nobody asks whether there is an item, and somebody would use what is not there.
bool StrongCall::wantsTest(const own::BorrowedSite &Site,
                           const VarDecl *Holder) const {
  if (!Site.hasQuirk(capi::ByIndex))
    return false;
  if (!Holder)
    return S.options().Fixes == FixLevel::Review;
  const own::Ownership &Owners = F.borrowed().ownership();
  const auto IsHarmless = [&](const own::ValueUse &Use) {
    const capi::Use *U = F.uses().at(Use.At);
    return Use.What == own::Action::Returned ||
           (U && (U->F->Name.starts_with("Py_X") || U->F->Name == "Py_IncRef"));
  };
  const auto IsTest = [](const own::ValueUse &Use) {
    return Use.What == own::Action::Test;
  };
  for (size_t I = 0; I < Owners.sites().size(); ++I)
    if (capi::strip(F.borrowed().all()[I].Node) == capi::strip(Site.Node) &&
        (llvm::all_of(Owners.sites()[I].Uses, IsHarmless) ||
         llvm::any_of(Owners.sites()[I].Uses, IsTest)))
      return false;
  const auto Asks = [&](const Expr *E) {
    const auto Test = E ? flow::nullTest(E) : std::nullopt;
    return Test && own::localVariable(Test->Subject) == Holder;
  };
  return llvm::none_of(F.statements(), [&](const Stmt *Node) {
    if (const auto *If = dyn_cast<IfStmt>(Node))
      return Asks(If->getCond());
    if (const auto *While = dyn_cast<WhileStmt>(Node))
      return Asks(While->getCond());
    if (const auto *For = dyn_cast<ForStmt>(Node))
      return Asks(For->getCond());
    if (const auto *Choice = dyn_cast<ConditionalOperator>(Node))
      return Asks(Choice->getCond());
    const auto *Op = dyn_cast<BinaryOperator>(Node);
    return Op && (Op->isEqualityOp() ? Asks(Op)
                                     : Op->isLogicalOp() && (Asks(Op->getLHS()) ||
                                                             Asks(Op->getRHS())));
  });
}

bool StrongCall::testsNullNext(const VarDecl *Holder, const Stmt *Call,
                               bool Leaves) const {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Call));
  if (!Block)
    return false;
  const Stmt *Next = nullptr;
  for (auto I = Block->body_begin(), E = Block->body_end(); I != E; ++I)
    if (*I == Call && std::next(I) != E)
      Next = *std::next(I);
  const auto *If = dyn_cast_or_null<IfStmt>(Next);
  if (!If || If->getElse() || If->getCond()->HasSideEffects(S.context()))
    return false;
  const auto Test = flow::nullTest(If->getCond());
  if (!Test || !Test->NullWhen || own::localVariable(Test->Subject) != Holder)
    return false;
  const Stmt *Body = If->getThen();
  if (const auto *Compound = dyn_cast<CompoundStmt>(Body))
    Body = Compound->body_empty() ? nullptr : Compound->body_back();
  if (!Leaves)
    return isa_and_nonnull<GotoStmt, ReturnStmt>(Body);
  // A goto shows no error: the label may be everybody's way out.
  const auto *Return = dyn_cast_or_null<ReturnStmt>(Body);
  if (!Return || !Return->getRetValue())
    return false;
  const Expr *Value = capi::strip(Return->getRetValue());
  if (flow::isNullConstant(Value))
    return Return->getRetValue()->getType()->isPointerType();
  const auto *Minus = dyn_cast<UnaryOperator>(Value);
  return Minus && Minus->getOpcode() == UO_Minus;
}

std::optional<std::string>
StrongCall::outCode(const own::BorrowedSite &Site, const capi::Fact &Twin,
                    const SourceText::Call &Call, StringRef Address,
                    const VarDecl *Holder, const Stmt *Statement) {
  const unsigned Begin = Text.statement(Statement)->Begin;
  const std::string Indent = Text.indentation(Begin).str();
  const StringRef Arguments = Text.text(Call.Arguments).rtrim();
  // Behind a line comment nothing can follow.
  const StringRef LastLine = Arguments.rsplit('\n').second.empty()
                                 ? Arguments
                                 : Arguments.rsplit('\n').second;
  const std::string Break =
      LastLine.contains("//") ? "\n" + Text.deeper(Begin) : std::string();
  const std::string NewCall = Twin.Name.str() + "(" + Arguments.str() + Break +
                              (Arguments.empty() ? "" : ", ") +
                              Address.str() + ")";
  if (!Site.Use->F->hasQuirk(capi::SwallowsErrors))
    return NewCall + ";";
  // The twin's error would be confused with one that is set already, and
  // clearing one would clear the other.
  if (Errors.mayBePending(Site.Node))
    return setAside(Site, NewCall, Begin);
  // NULL of a function that lends means "not there" to its callers.
  if (S.options().Errors == ErrorPolicy::Propagate && Holder &&
      !F.borrowed().result() && testsNullNext(Holder, Statement, true)) {
    R.Changes.push_back("an error of the lookup is no longer swallowed");
    return NewCall + ";";
  }
  return "if (" + NewCall + " < 0) {\n" + Text.deeper(Begin) +
         "PyErr_Clear();\n" + Indent + "}";
}

bool StrongCall::outParameter(const own::BorrowedSite &Site,
                              const capi::Fact &Twin, const VarDecl *Holder,
                              const SourceText::Call &Call) {
  const ASTContext &Context = S.context();
  const Expr *Node = capi::strip(Site.Node);
  const Stmt *Statement = Tree.statementOf(Node);
  const QualType Type = Holder->getType();
  const bool IsObject =
      Context.hasSameType(Type, Site.Node->getType().getUnqualifiedType());
  // A struct of the project that begins as every object does.
  if (Type.isConstQualified() ||
      !(IsObject || (Type->isPointerType() &&
                     Type->getPointeeType()->isRecordType() &&
                     !Type->getPointeeType().isConstQualified())))
    return refuse(Reason::HolderType);

  // Which of the three shapes: `T *v = f();`, `v = f();`, `if ((v = f()) ...)`.
  const auto *Declared = dyn_cast<DeclStmt>(Statement);
  const Expr *Assigned = dyn_cast<Expr>(Statement);
  const auto *If = dyn_cast<IfStmt>(Statement);
  std::optional<Choice> Chosen;
  const auto InCondition = If ? guarded(*If, Site, Holder) : std::nullopt;
  if (Declared) {
    if (!Declared->isSingleDecl())
      return refuse(Reason::SharedDeclaration);
    if (capi::strip(Holder->getInit()) != Node &&
        !(Chosen = choice(Holder->getInit(), Node, Holder)))
      return refuse(Reason::Nested);
  } else if (Assigned) {
    const auto *Assign = dyn_cast<BinaryOperator>(capi::strip(Assigned));
    if (!Assign || Assign->getOpcode() != BO_Assign)
      return refuse(Reason::Nested);
    if (capi::strip(Assign->getRHS()) != Node &&
        !(Chosen = choice(Assign->getRHS(), Node, Holder)))
      return refuse(Reason::Nested);
  } else if (!InCondition) {
    return refuse(Reason::Nested);
  }
  const auto Whole = Text.statement(Statement);
  if (!Whole)
    return refuse(Reason::HiddenByMacro);

  const std::string Indent = Text.indentation(Whole->Begin).str();
  const std::string Name = Holder->getNameAsString();
  const auto Out =
      outCode(Site, Twin, Call, (IsObject ? "&" : "(PyObject **)&") + Name,
              Holder, Statement);
  if (!Out)
    return false;
  std::string Code = *Out;
  if (Chosen && (StringRef(Code).starts_with("{") ||
                 !Tree.standsInCompound(Statement)))
    return refuse(Reason::Nested);
  if (Chosen)
    Code = under(*Chosen->Condition, Chosen->CalledWhenTrue, Code,
                 Whole->Begin);
  const std::string Null = (" = " + Text.nullPointer() + ";\n").str() + Indent;
  if (!IsObject)
    R.Changes.push_back("'" + Name + "' is filled as a 'PyObject *'");
  if (Declared) {
    std::string Of =
        IsObject ? "PyObject *"
                 : Type.getAsString(PrintingPolicy(Context.getLangOpts()));
    if (!StringRef(Of).ends_with("*"))
      Of += " ";
    R.Edits.push_back({Whole->Begin, Whole->End - Whole->Begin,
                       Of + Name + (Chosen ? Null : ";\n" + Indent) + Code});
  } else if (Assigned) {
    // A bare `if` would catch the `else` of the statement around it.
    const bool Catches =
        !Tree.standsInCompound(Statement) && StringRef(Code).starts_with("if");
    if (Catches && !(isUnbracedBody(Statement) &&
                     Text.startsLine(Whole->Begin)))
      return refuse(Reason::Unbraced);
    std::string Braced = Chosen ? Name + Null + Code : Code;
    if (Catches) {
      const Stmt *Head = Tree.parent(Statement);
      R.Edits.push_back({*Text.headEnd(Head, Statement), 0, " {"});
      Braced += "\n" + Text.indentation(*Text.offset(Head->getBeginLoc())).str() +
                "}";
    }
    R.Edits.push_back({Whole->Begin, Whole->End - Whole->Begin, Braced});
  } else {
    return assignBefore(*If, *InCondition, Holder, Code);
  }
  return true;
}

} // namespace ftidy::fix
