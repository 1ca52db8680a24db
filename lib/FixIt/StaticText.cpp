//===-- StaticText.cpp - the declaration of a static as text
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/StaticText.h"
#include "CApi/Use.h"
#include "FixIt/Availability.h"
#include "Roles/Accesses.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace ftidy::fix {

std::optional<StaticText> StaticText::of(const VarDecl &Given,
                                         const SourceText &Text, Session &S,
                                         Reason &Why) {
  const VarDecl *V = &Given;
  const auto Refuse = [&](Reason R) -> std::optional<StaticText> {
    Why = R;
    return std::nullopt;
  };
  if (Given.getLocation().isMacroID() || Given.getBeginLoc().isMacroID())
    return Refuse(Reason::HiddenByMacro);
  // Another declaration, or another file, would have another type.
  if (V->isExternallyVisible() || V->getPreviousDecl() ||
      V->getMostRecentDecl() != V)
    return Refuse(Reason::DeclaredTwice);
  if (Text.isHeader(S.origins()) || !Text.offset(V->getLocation()))
    return Refuse(Reason::InHeader);
  if (!Text.isWritable())
    return Refuse(Reason::ReadOnly);
  const auto Begin = Text.offset(V->getBeginLoc());
  const auto Type = Text.offset(V->getTypeSpecStartLoc());
  const auto Name = Text.offset(V->getLocation());
  if (!Begin || !Type || !Name || *Type < *Begin || *Name <= *Type)
    return Refuse(Reason::HiddenByMacro);
  StaticText Result;
  Result.Type = {*Type, *Name};
  Result.Name = {*Name, unsigned(*Name + V->getName().size())};
  // To the semicolon; a comma on the way declares another variable.
  const StringRef All = Text.text({0, ~0u});
  unsigned At = Result.Name.End, Depth = 0;
  for (; At < All.size(); ++At) {
    const char C = All[At];
    if (C == '(' || C == '{' || C == '[')
      ++Depth;
    else if (C == ')' || C == '}' || C == ']')
      --Depth;
    else if (Depth == 0 && C == ',')
      return Refuse(Reason::SharedDeclaration);
    else if (Depth == 0 && C == ';')
      break;
    else if (C == '"' || C == '\'')
      while (++At < All.size() && All[At] != C)
        At += All[At] == '\\';
  }
  Result.Declarator = {*Name, At};
  Result.Whole = {*Begin, At + 1};
  if (All.slice(*Begin, *Name).contains(',') ||
      All.slice(*Begin, *Name).contains('('))
    return Refuse(Reason::SharedDeclaration);
  if (Text.hasConditional(Result.Whole) || Text.hasComment(Result.Type))
    return Refuse(Reason::Conditional);
  return Result;
}

// Where the #if branches begin that are around an offset.
static llvm::SmallVector<size_t, 8> conditionsAround(llvm::StringRef Before) {
  llvm::SmallVector<size_t, 8> Open;
  for (size_t At = 0; At < Before.size();) {
    const size_t End = std::min(Before.find('\n', At), Before.size());
    StringRef Line = Before.slice(At, End).ltrim();
    if (Line.consume_front("#")) {
      Line = Line.ltrim();
      if (Line.starts_with("if"))
        Open.push_back(At);
      else if (Line.starts_with("el") && !Open.empty())
        Open.back() = At;
      else if (Line.starts_with("endif") && !Open.empty())
        Open.pop_back();
    }
    At = End + 1;
  }
  return Open;
}

bool underSameConditions(const SourceText &Text, unsigned A, unsigned B) {
  return conditionsAround(Text.text({0, A})) ==
         conditionsAround(Text.text({0, B}));
}

bool hasAtomics(Session &S) {
  const LangOptions &Lang = S.context().getLangOpts();
  return Lang.CPlusPlus ? Lang.CPlusPlus11 : Lang.C11;
}

// Whether a callee would see the type of its argument.
static bool seesType(const FunctionDecl *Callee, unsigned I) {
  return !Callee || I >= Callee->getNumParams() ||
         Callee->isTemplateInstantiation() ||
         Callee->getParamDecl(I)->getType()->isReferenceType();
}

// Whether S uses V, right below it, in a way that an atomic type does not allow.
static bool forbidsAtomic(const Stmt *S, const VarDecl &V) {
  const auto IsV = [&](const Expr *E) {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
    return Ref && Ref->getDecl()->getCanonicalDecl() == V.getCanonicalDecl();
  };
  if (const auto *Cast = dyn_cast<CXXReinterpretCastExpr>(S))
    return IsV(Cast->getSubExpr());
  if (const auto *Member = dyn_cast<MemberExpr>(S))
    return Member->isArrow() && IsV(Member->getBase());
  if (const auto *Choice = dyn_cast<ConditionalOperator>(S))
    return IsV(Choice->getTrueExpr()) || IsV(Choice->getFalseExpr());
  if (const auto *Declares = dyn_cast<DeclStmt>(S))
    return llvm::any_of(Declares->decls(), [&](const Decl *D) {
      const auto *Other = dyn_cast<VarDecl>(D);
      return Other && IsV(Other->getInit()) &&
             (Other->getType()->getContainedAutoType() ||
              Other->getType()->isReferenceType());
    });
  if (const auto *Call = dyn_cast<CallExpr>(S))
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (IsV(Call->getArg(I)) &&
          (isa<CXXOperatorCallExpr>(Call) ||
           seesType(Call->getDirectCallee(), I)))
        return true;
  if (const auto *Made = dyn_cast<CXXConstructExpr>(S))
    for (unsigned I = 0; I < Made->getNumArgs(); ++I)
      if (IsV(Made->getArg(I)) && seesType(Made->getConstructor(), I))
        return true;
  return isa<LambdaExpr>(S);
}

bool allowsAtomic(const VarDecl &V, Session &S) {
  if (!S.context().getLangOpts().CPlusPlus)
    return true;
  llvm::SmallPtrSet<const FunctionDecl *, 8> Seen;
  for (const roles::Access &A : S.accesses().of(&V)) {
    if (!A.In || !Seen.insert(A.In).second)
      continue;
    llvm::SmallVector<const Stmt *, 32> Work{A.In->getBody()};
    while (!Work.empty()) {
      const Stmt *Top = Work.pop_back_val();
      if (forbidsAtomic(Top, V))
        return false;
      for (const Stmt *Child : Top->children())
        if (Child)
          Work.push_back(Child);
    }
  }
  return true;
}

} // namespace ftidy::fix
