//===-- ModuleInit.cpp - where a module of this file begins
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/ModuleInit.h"
#include "CApi/Use.h"
#include "FixIt/SourceText.h"
#include "FixIt/StaticText.h"
#include "FixIt/Structure.h"
#include "Flow/Graph.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

const FunctionDecl *moduleInit(const SourceText &Text, Session &S) {
  const FunctionDecl *Best = nullptr;
  bool Slots = false;
  for (const Decl *D : S.context().getTranslationUnitDecl()->decls()) {
    const auto *Candidate = dyn_cast<FunctionDecl>(D);
    if (!Candidate || !S.roles().of(Candidate).has(roles::Role::ModuleInit))
      continue;
    // PyInit_ only hands out the definition when there is a Py_mod_exec.
    const bool IsExec = Candidate->getNumParams() == 1;
    Slots |= IsExec;
    if (!Candidate->isThisDeclarationADefinition() ||
        Candidate->getReturnType()->isVoidType() ||
        !Text.offset(Candidate->getLocation()))
      continue;
    // Two of a kind: the one may run without the other.
    if (Best && (Best->getNumParams() == 1) == IsExec)
      return nullptr;
    if (!Best || IsExec)
      Best = Candidate;
  }
  return Best && Slots && Best->getNumParams() == 0 ? nullptr : Best;
}

namespace {

class ImportPlan {
public:
  ImportPlan(const FunctionDecl &Init, const SourceText &Text)
      : Init(Init), Text(Text) {}

  EditPlan of(llvm::ArrayRef<TableImport> Places) {
    const auto *Body = dyn_cast_or_null<CompoundStmt>(Init.getBody());
    const auto First = Body && !Body->body_empty()
                           ? Text.of(Body->body_front())
                           : std::optional<Stretch>();
    if (!First || !Text.startsLine(First->Begin))
      return EditPlan::refuse(Reason::BelongsInInit);
    bool AtInit = false;
    for (const TableImport &P : Places) {
      if (P.In == &Init) {
        AtInit |= llvm::is_contained(Body->body(), statementOf(P));
        continue;
      }
      if (P.Use->F != Places.front().Use->F || P.Use->InMacroBody)
        return EditPlan::refuse(Reason::HiddenByMacro);
      if (const Reason Why = remove(P, First->Begin); Why != Reason::None)
        return EditPlan::refuse(Why);
    }
    const VarDecl *Table = tableOf(*Places.front().Use);
    if (!Table)
      return EditPlan::refuse(Reason::BelongsInInit);
    if (!AtInit) {
      const std::string Indent = Text.indentation(First->Begin).str();
      Edits.push_back({First->Begin, 0,
                       Places.front().Use->F->Name.str() + ";\n" + Indent +
                           "if (" + Table->getNameAsString() + " == " +
                           Text.nullPointer().str() + ") {\n" +
                           Text.deeper(First->Begin) + "return " +
                           (Init.getReturnType()->isIntegerType()
                                ? "-1"
                                : Text.nullPointer().str()) +
                           ";\n" + Indent + "}\n" + Indent});
    }
    llvm::sort(Edits);
    EditPlan Plan = EditPlan::of(std::move(Edits));
    Plan.lowerToReview("the table is imported when the module is initialised, "
                       "also when nobody needs it");
    return Plan;
  }

private:
  const Stmt *statementOf(const TableImport &P) const {
    return Structure(P.In->getBody()).statementOf(P.Use->Node);
  }

  // The static variable that the macro assigns.
  static const VarDecl *tableOf(const capi::Use &U) {
    const auto *Assign = dyn_cast<BinaryOperator>(U.Node);
    const auto *Ref = Assign && Assign->getOpcode() == BO_Assign
                          ? dyn_cast<DeclRefExpr>(capi::strip(Assign->getLHS()))
                          : nullptr;
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }

  // `PyDateTime_IMPORT;`, or `if (!PyDateTimeAPI) PyDateTime_IMPORT;`.
  Reason remove(const TableImport &P, unsigned InitAt) {
    const Structure Tree(P.In->getBody());
    const Stmt *Statement = Tree.statementOf(P.Use->Node);
    if (Statement != P.Use->Node)
      return Reason::PartOfMore;
    const Stmt *Up = Tree.parent(Statement);
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Up);
    if (Block && Block->size() == 1)
      Up = Tree.parent(Block);
    const auto *If = dyn_cast_or_null<IfStmt>(Up);
    if (If && !If->getElse() && asksForTable(*If, P))
      Statement = If;
    else if (!Block)
      return Reason::Unbraced;
    if (!Tree.standsInCompound(Statement))
      return Reason::Unbraced;
    const auto Whole = Statement == If ? Text.of(If)
                                       : Text.statement(Statement);
    if (!Whole || Text.hasConditional(*Whole))
      return Reason::HiddenByMacro;
    if (!underSameConditions(Text, Whole->Begin, InitAt))
      return Reason::Conditional;
    const Stretch Gone = Text.removal(*Whole);
    Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
    return Reason::None;
  }

  static bool asksForTable(const IfStmt &If, const TableImport &P) {
    const auto Test = flow::nullTest(If.getCond());
    const auto *Ref =
        Test && Test->NullWhen ? dyn_cast<DeclRefExpr>(Test->Subject) : nullptr;
    return Ref && Ref->getDecl() == tableOf(*P.Use);
  }

  const FunctionDecl &Init;
  const SourceText &Text;
  std::vector<Edit> Edits;
};

} // namespace

EditPlan importAtInit(llvm::ArrayRef<TableImport> Places, Session &S) {
  if (Places.empty())
    return EditPlan::refuse(Reason::BelongsInInit);
  const SourceText Text(S.context(), Places.front().In->getBody()->getBeginLoc());
  const FunctionDecl *Init = moduleInit(Text, S);
  if (!Init || Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::BelongsInInit);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  for (const TableImport &P : Places)
    if (!Text.offset(P.Use->Loc))
      return EditPlan::refuse(Reason::InHeader);
  return ImportPlan(*Init, Text).of(Places);
}

} // namespace ftidy::fix
