//===-- SectionPlan.cpp - sections that are there, made right
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/SectionPlan.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

constexpr llvm::StringLiteral Begin = "Py_BEGIN_CRITICAL_SECTION";
constexpr llvm::StringLiteral Begin2 = "Py_BEGIN_CRITICAL_SECTION2";
constexpr llvm::StringLiteral End2 = "Py_END_CRITICAL_SECTION2";

SectionPlan::SectionPlan(Function &F, Session &S)
    : F(F), S(S), Text(S.context(), F.decl().getBody()->getBeginLoc()),
      Region(F, S) {}

const guards::Section *SectionPlan::outerOf(const guards::Section &Of) const {
  for (const guards::Section &Other : F.sections().all())
    if (&Other != &Of && Other.Body && !Other.Holder &&
        tree().parent(Of.Body) == Other.Body)
      return &Other;
  return nullptr;
}

bool SectionPlan::isInside(const guards::Section &Of) const {
  return llvm::any_of(F.sections().all(), [&](const guards::Section &Other) {
    return &Other != &Of && Other.Body && !Other.Holder &&
           F.sections().inside(Other, Of.Begin);
  });
}

// The macros must be CPython's own, and in this file.
Reason SectionPlan::editable(const guards::Section &Of) const {
  const auto From = Text.offset(Of.Begin), To = Text.offset(Of.End);
  if (Text.isHeader(S.origins()))
    return Reason::InHeader;
  if (!Text.isWritable())
    return Reason::ReadOnly;
  if (!From || !To || Of.Name != Begin || !Text.call(Of.Begin) ||
      !Text.call(Of.End))
    return Reason::HiddenByMacro;
  return Text.hasConditional({*From, *To}) ? Reason::Conditional : Reason::None;
}

// The author's statements in the block of a section.
std::vector<const Stmt *>
SectionPlan::inside(const guards::Section &Of) const {
  std::vector<const Stmt *> Result;
  for (const Stmt *Child : Of.Body->body()) {
    const SourceLocation At =
        S.context().getSourceManager().getFileLoc(Child->getBeginLoc());
    if (At != Of.Begin && At != Of.End && !isa<NullStmt>(Child))
      Result.push_back(Child);
  }
  return Result;
}

// The macro's statement, with its line when it stands alone there.
void SectionPlan::remove(SourceLocation Macro, std::vector<Edit> &Into) const {
  Stretch Whole = Text.call(Macro)->Whole;
  if (Text.text({Whole.End, Whole.End + 1}) == ";")
    ++Whole.End;
  const Stretch Gone = Text.removal(Whole);
  Into.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
}

EditPlan SectionPlan::join(const guards::Section &Outer,
                           const guards::Section &Inner) {
  for (const guards::Section *Each : {&Outer, &Inner})
    if (const Reason Why = editable(*Each); Why != Reason::None)
      return EditPlan::refuse(Why);
  const auto Statements = inside(Outer);
  if (Statements.size() != 1 || Statements[0] != Inner.Body)
    return EditPlan::refuse(Reason::BetweenSections);
  // A field that others replace under the outer lock is read under it.
  if (llvm::any_of(F.statements(), [&](const Stmt *Node) {
        const auto *Member = dyn_cast<MemberExpr>(Node);
        const auto *Field =
            Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
        return Field && capi::written(Member, S.context()) == Inner.Objects[0] &&
               isSetLater(*Field, S);
      }))
    return EditPlan::refuse(Reason::ObjectChanges);
  std::vector<Edit> Edits;
  const auto First = *Text.call(Outer.Begin), Last = *Text.call(Outer.End);
  Edits.push_back({First.Whole.Begin, First.Whole.End - First.Whole.Begin,
                   (Begin2 + "(" + Outer.Objects[0] + ", " + Inner.Objects[0] +
                    ")")
                       .str()});
  remove(Inner.Begin, Edits);
  remove(Inner.End, Edits);
  Edits.push_back(
      {Last.Name.Begin, Last.Name.End - Last.Name.Begin, End2.str()});
  llvm::sort(Edits);
  EditPlan Plan = EditPlan::of(std::move(Edits));
  Plan.lowerToReview("both objects are locked at once");
  return Plan;
}

EditPlan SectionPlan::widen(const guards::Section &Of, const VarDecl &Other) {
  if (const Reason Why = editable(Of); Why != Reason::None)
    return EditPlan::refuse(Why);
  const auto Declared = Text.offset(Other.getLocation());
  if (!Declared || *Declared > *Text.offset(Of.Begin))
    return EditPlan::refuse(Reason::ObjectChanges);
  // It must be an object, and the same one, all the time.
  Reason Why = Reason::None;
  llvm::SmallVector<const Stmt *, 32> Work{F.decl().getBody()};
  const auto Names = [&](const Expr *E) {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
    return Ref && Ref->getDecl() == &Other;
  };
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    if (const auto *Condition = dyn_cast<Expr>(Node))
      if (const auto Test = flow::nullTest(Condition);
          Test && !isa<DeclRefExpr>(capi::strip(Condition)) &&
          Names(Test->Subject))
        Why = Reason::MayBeNull;
    if (const auto *If = dyn_cast<IfStmt>(Node); If && Names(If->getCond()))
      Why = Reason::MayBeNull;
    if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
        Binary && Binary->isAssignmentOp() && Names(Binary->getLHS()))
      Why = Reason::ObjectChanges;
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
  if (Why != Reason::None)
    return EditPlan::refuse(Why);
  const auto First = *Text.call(Of.Begin), Last = *Text.call(Of.End);
  EditPlan Plan = EditPlan::of(
      {{First.Whole.Begin, First.Whole.End - First.Whole.Begin,
        (Begin2 + "(" + Of.Objects[0] + ", " + Other.getName() + ")").str()},
       {Last.Name.Begin, Last.Name.End - Last.Name.Begin, End2.str()}});
  Plan.lowerToReview("both objects are locked at once");
  return Plan;
}

EditPlan SectionPlan::endBefore(const guards::Section &Of,
                                const Stmt &Statement) {
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  if (F.decl().isTemplateInstantiation())
    return EditPlan::refuse(Reason::Template);
  const Stmt *First = nullptr, *Last = nullptr;
  llvm::DenseSet<const Decl *> Declared;
  for (const Stmt *Child : Of.Body->body()) {
    if (Child == &Statement)
      break;
    const auto *D = dyn_cast<DeclStmt>(Child);
    if (D && llvm::is_contained(D->decls(), Of.Holder))
      First = Child;
    if (!First)
      continue;
    Last = Child;
    if (D)
      Declared.insert(D->decl_begin(), D->decl_end());
  }
  const auto From = First ? Text.statement(First) : std::nullopt;
  const auto To = Last ? Text.statement(Last) : std::nullopt;
  if (!From || !To)
    return EditPlan::refuse(Reason::HiddenByMacro);
  if (Text.hasConditional({From->Begin, To->End}))
    return EditPlan::refuse(Reason::Conditional);
  bool UsedAfter = false;
  llvm::SmallVector<const Stmt *, 32> Work{Of.Body};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    const SourceManager &SM = S.context().getSourceManager();
    UsedAfter |= Ref && Declared.contains(Ref->getDecl()) &&
                 Text.offset(SM.getFileLoc(Ref->getLocation())).value_or(0) >
                     To->End;
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
  if (UsedAfter)
    return EditPlan::refuse(Reason::SharedDeclaration);
  const std::string Indent = Text.indentation(From->Begin).str();
  EditPlan Plan = EditPlan::of(
      {{From->Begin, 0, "{\n" + Indent},
       {Text.afterTrailingComment(To->End), 0, "\n" + Indent + "}"}});
  Plan.lowerToReview("the section ends earlier");
  return Plan;
}

} // namespace ftidy::fix
