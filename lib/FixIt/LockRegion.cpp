//===-- LockRegion.cpp - a stretch of code in a critical section
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/LockRegion.h"
#include "FixIt/NewInclude.h"
#include "FixIt/Unwinding.h"
#include "Flow/Graph.h"
#include "Guards/ThreadState.h"
#include "Guards/FieldRaces.h"
#include "Roles/Accesses.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Owners.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

using Statements = llvm::ArrayRef<const Stmt *>;
using Lines = std::vector<std::string>;

template <class Visitor> void each(const Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    if (isa<LambdaExpr>(Node))
      continue;
    Visit(Node);
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
}

} // namespace

LockRegion::LockRegion(Function &F, Session &S)
    : F(F), S(S), Text(S.context(), F.decl().getBody()->getBeginLoc()),
      Tree(F.decl().getBody()) {}

bool LockRegion::refuse(Reason Because, std::string More) {
  if (Why == Reason::None) {
    Why = Because;
    Detail = std::move(More);
  }
  return false;
}

bool LockRegion::begin() {
  Why = Reason::None;
  Detail.clear();
  Changes.clear();
  Edits.clear();
  Exits.clear();
  Hoisted.clear();
  Releases.clear();
  Round = nullptr;
  Codes = 0;
  Flag = Value = Label = Otherwise = std::string();
  if (Text.isHeader(S.origins()))
    return refuse(Reason::InHeader);
  if (!Text.isWritable())
    return refuse(Reason::ReadOnly);
  if (F.decl().isTemplateInstantiation())
    return refuse(Reason::Template);
  if (farJump(F.decl().getBody()))
    return refuse(Reason::Setjmp);
  return true;
}

EditPlan LockRegion::finish(StringRef Review) {
  if (Why != Reason::None)
    return EditPlan::refuse(Why, Detail);
  EditPlan Plan = EditPlan::of(inOrder(std::move(Edits)));
  for (size_t I = 0; I + 1 < Plan.edits().size(); ++I)
    if (Plan.edits()[I].overlaps(Plan.edits()[I + 1]))
      return EditPlan::refuse(Reason::OtherFix);
  if (!Review.empty())
    Plan.lowerToReview(Review);
  for (const std::string &Change : Changes)
    Plan.lowerToReview(Change);
  return Plan;
}

std::string LockRegion::joined(llvm::ArrayRef<std::string> Lines,
                               StringRef Indent) {
  std::string Result;
  for (const std::string &Line : Lines) {
    if (!Result.empty())
      Result += "\n" + Indent.str();
    Result += Line;
  }
  return Result;
}

std::string LockRegion::name(StringRef Base) {
  const auto Body = Text.of(F.decl().getBody());
  std::string Name =
      Body ? Text.freeName(Base, *Body, nullptr, F.names()) : Base.str();
  F.names().insert({nullptr, Name});
  return Name;
}

EditPlan LockRegion::wrap(const Region &R) {
  if (!begin())
    return finish("");
  const Stmt *First = R.Statements.front(), *Last = R.Statements.back();
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(First));
  const auto From = Text.statement(First), To = Text.statement(Last);
  if (!Block)
    refuse(Reason::Unbraced);
  else if (!From || !To)
    refuse(Reason::HiddenByMacro);
  else if (Text.hasConditional({From->Begin, To->End}))
    refuse(Reason::Conditional);
  else if (isEnteredByJump(R.Statements))
    refuse(Reason::UnknownExit);
  else if (!isAttachedAt(First))
    refuse(Reason::NeedsAttached);
  else if (S.context().getLangOpts().CXXExceptions &&
           llvm::any_of(R.Statements, mayThrow))
    refuse(Reason::MayThrow);
  if (Why != Reason::None || !checkObject(R, R.Object) ||
      (R.Second && !checkObject(R, R.Second)) || !includeSections() ||
      !readExits(R.Statements, *Block) || !hoist(R.Statements, To->End) ||
      !holdEachRound(R) || !rewriteExits(R.Statements))
    return finish("");

  std::string Object = capi::written(R.Object, S.context()).str(), Two;
  if (R.Second) {
    Object += ", " + capi::written(R.Second, S.context()).str();
    Two = "2";
  }
  const std::string Indent = Text.indentation(From->Begin).str();
  Lines Before = declarations(First);
  Before.push_back("Py_BEGIN_CRITICAL_SECTION" + Two + "(" + Object + ");");
  Edits.push_back({From->Begin, 0, joined(Before, Indent) + "\n" + Indent});
  Lines After;
  if (!Label.empty())
    After.push_back(Label + ":;");
  After.push_back("Py_END_CRITICAL_SECTION" + Two + "();");
  llvm::append_range(After, jumps(From->Begin));
  Edits.push_back({Text.afterTrailingComment(To->End), 0,
                   "\n" + Indent + joined(After, Indent)});
  return finish("a lock is added");
}

EditPlan LockRegion::repair(const guards::Section &Of) {
  if (!begin())
    return finish("");
  const SourceManager &SM = S.context().getSourceManager();
  const auto *Block =
      Of.Body ? dyn_cast_or_null<CompoundStmt>(Tree.parent(Of.Body)) : nullptr;
  const auto Begin = Text.offset(Of.Begin), End = Text.offset(Of.End);
  const auto EndCall = End ? Text.call(Of.End) : std::nullopt;
  // A section that is begun and ended by one macro, or has no end.
  if (!Begin || !EndCall || *Begin >= *End || Of.Holder)
    refuse(Reason::HiddenByMacro);
  else if (!Block)
    refuse(Reason::Unbraced);
  else if (Text.hasConditional({*Begin, *End}))
    refuse(Reason::Conditional);
  if (Why != Reason::None)
    return finish("");
  // What the macros themselves leave in the block is none of the author's.
  llvm::SmallVector<const Stmt *, 8> Inside;
  for (const Stmt *Child : Of.Body->body()) {
    const SourceLocation At = SM.getFileLoc(Child->getBeginLoc());
    if (At != Of.Begin && At != Of.End && !isa<NullStmt>(Child))
      Inside.push_back(Child);
  }
  if (Inside.empty() || !readExits(Inside, *Of.Body) || !rewriteExits(Inside))
    return finish("");
  const std::string Indent = Text.indentation(*Begin).str();
  if (const Lines Before = declarations(Of.Body); !Before.empty())
    Edits.push_back({*Begin, 0, joined(Before, Indent) + "\n" + Indent});
  if (!Label.empty())
    Edits.push_back({*End, 0, Label + ":;\n" + Text.indentation(*End).str()});
  unsigned After = EndCall->Whole.End;
  if (Text.text({After, After + 1}) == ";")
    ++After;
  Edits.push_back({Text.afterTrailingComment(After), 0,
                   "\n" + Indent + joined(jumps(*Begin), Indent)});
  return finish("");
}

// Where it is not known who calls it (functions that call each other), what the
// function does itself tells.
bool LockRegion::isAttachedAt(const Stmt *First) const {
  const guards::Attachment Now = S.threadStates().in(F.decl()).before(First);
  if (Now != guards::Attachment::Unknown)
    return Now == guards::Attachment::Attached;
  return llvm::none_of(F.uses().all(),
                       [](const capi::Use &U) {
                         return U.F->ThreadState != capi::Thread::None;
                       }) &&
         llvm::any_of(F.uses().all(), [](const capi::Use &U) {
           return capi::needsAttached(*U.F);
         });
}

// `Py_DECREF(d); return NULL;`: the object is let go behind the section.
void LockRegion::findReleases(const Stmt *Jump,
                              llvm::function_ref<bool(const Expr *)> Names) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Jump));
  const auto At = Block ? llvm::find(Block->body(), Jump)
                        : CompoundStmt::const_body_iterator();
  if (!Block || At == Block->body_begin() || At == Block->body_end())
    return;
  const Stmt *Before = *std::prev(At);
  const auto *E = dyn_cast<Expr>(Before);
  const capi::Use *U = F.uses().at(E ? capi::strip(E) : Before);
  const auto Where = Text.statement(Before);
  if (U && U->F->Args == "-" && Names(U->arg(0)) && Where &&
      Text.startsLine(Where->Begin))
    Moved.insert(Before);
}

bool LockRegion::includeSections() {
  const size_t Before = Edits.size();
  const Reason Why = includeFor(*capi::findFact("Py_BEGIN_CRITICAL_SECTION"),
                                &F.decl(), Text, S, Edits);
  if (Edits.size() > Before)
    Changes.push_back("includes pythoncapi_compat.h");
  return Why == Reason::None ||
         refuse(Why == Reason::Unavailable ? Reason::NoSections : Why);
}

// A label or case inside that is jumped to from outside.
bool LockRegion::isEnteredByJump(Statements Inside) const {
  bool Entered = llvm::any_of(Inside, [&](const Stmt *Each) {
    return isa<SwitchCase>(Each);
  });
  const auto IsInside = [&](const Stmt *S) {
    return llvm::any_of(
        Inside, [&](const Stmt *Each) { return Tree.contains(Each, S); });
  };
  each(F.decl().getBody(), [&](const Stmt *Node) {
    if (const auto *Goto = dyn_cast<GotoStmt>(Node))
      Entered |= IsInside(Goto->getLabel()->getStmt()) && !IsInside(Goto);
    Entered |= isa<IndirectGotoStmt>(Node);
  });
  return Entered;
}

bool LockRegion::readExits(Statements Inside, const CompoundStmt &Scope) {
  const auto IsInside = [&](const Stmt *S) {
    return llvm::any_of(
        Inside, [&](const Stmt *Each) { return Tree.contains(Each, S); });
  };
  llvm::SmallVector<const Stmt *, 8> Jumps;
  for (const Stmt *Each : Inside)
    for (const Stmt *Jump : Tree.exits(Each, &Scope)) {
      const auto *Goto = dyn_cast<GotoStmt>(Jump);
      if (!Goto || !IsInside(Goto->getLabel()->getStmt()))
        Jumps.push_back(Jump);
    }
  const SourceManager &SM = S.context().getSourceManager();
  llvm::sort(Jumps, [&](const Stmt *A, const Stmt *B) {
    return SM.isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
  });
  for (const Stmt *Jump : Jumps)
    if (!readExit(Jump))
      return false;
  // Where nothing else comes behind the section, one way out needs no flag; all
  // that end alike do not.
  // A function that returns something does not end without.
  const auto *Body = dyn_cast<CompoundStmt>(F.decl().getBody());
  const bool EndsFunction = Body && !F.decl().getReturnType()->isVoidType() &&
                            !isa<CXXConstructorDecl>(F.decl()) &&
                            Body->body_back() == Inside.back();
  const Exit *Final = nullptr;
  if (!Exits.empty() && (EndsFunction || !mayEnd(Inside.back())))
    for (const Exit &E : Exits)
      if (!Final || !E.Before.empty() || E.Jump == Inside.back())
        Final = &E;
  if (Final)
    Otherwise = Final->Then;
  for (Exit &E : Exits) {
    if (E.Then == Otherwise)
      continue;
    for (const Exit &Other : Exits)
      if (Other.Code && Other.Then == E.Then)
        E.Code = Other.Code;
    if (!E.Code)
      E.Code = ++Codes;
  }
  if (Codes)
    Flag = name("leave");
  return true;
}

bool LockRegion::readExit(const Stmt *Jump) {
  Exit E{Jump, {}, {}, 0};
  if (isa<CXXThrowExpr>(Jump))
    return refuse(Reason::MayThrow);
  if (!isJump(Jump))
    return refuse(Reason::UnknownExit);
  const auto Where = Text.statement(Jump);
  if (!Where)
    return refuse(Reason::MacroExit);
  if (Jump->getBeginLoc().isMacroID()) {
    // Py_RETURN_NONE means the same behind the section.
    const StringRef Macro = Text.text(*Text.of(Jump));
    if (!capi::findFact(Macro))
      return refuse(Reason::MacroExit);
    E.Then = Macro.str() + ";";
  } else if (const auto *Return = dyn_cast<ReturnStmt>(Jump)) {
    if (!readReturn(*Return, E))
      return false;
  } else {
    E.Then = Text.text(*Text.of(Jump)).str() + ";";
  }
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Jump)))
    for (const Stmt *Before : Block->body())
      if (Moved.contains(Before)) {
        const auto Release = Text.statement(Before);
        E.Then = (Text.text(*Release) + "\n" + E.Then).str();
        const Stretch Gone = Text.removal(*Release);
        Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
      }
  Exits.push_back(std::move(E));
  return true;
}

bool LockRegion::readReturn(const ReturnStmt &Return, Exit &Into) {
  const Expr *Returned = Return.getRetValue();
  if (!Returned) {
    Into.Then = "return;";
    return true;
  }
  const auto Written = Text.of(Returned);
  if (!Written)
    return refuse(Reason::MacroExit);
  const std::string As = Text.text(*Written).str();
  if (flow::isNullConstant(capi::strip(Returned)) ||
      Returned->isEvaluatable(S.context())) {
    Into.Then = "return " + As + ";";
    return true;
  }
  const QualType Type = F.decl().getReturnType();
  if (!Type->isScalarType() || Type->isFunctionPointerType())
    return refuse(Reason::UnknownExit);
  if (Value.empty())
    Value = name("outcome");
  Into.Before =
      Value + " = " + (isComma(*Returned) ? "(" + As + ")" : As) + ";";
  Into.Then = "return " + Value + ";";
  return true;
}

} // namespace ftidy::fix
