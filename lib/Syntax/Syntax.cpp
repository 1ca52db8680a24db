//===-- Syntax.cpp - what a statement, a function and a file hold
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Syntax/Syntax.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace ftidy::syntax {

// The template arguments that are written behind a name.
template <class Named>
static void addTemplateArguments(const Named &E,
                                 llvm::SmallVectorImpl<const Stmt *> &Into) {
  if (E.hasExplicitTemplateArgs())
    for (const TemplateArgumentLoc &A : E.template_arguments())
      if (A.getArgument().getKind() == TemplateArgument::Expression)
        Into.push_back(A.getSourceExpression());
}

void childrenOf(const Stmt &S, llvm::SmallVectorImpl<const Stmt *> &Into) {
  const auto Add = [&](const Stmt *Child) {
    if (Child)
      Into.push_back(Child);
  };
  switch (S.getStmtClass()) {
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
    return;
  // Nearly all nodes are of these classes: children() is several times slower.
  case Stmt::IntegerLiteralClass:
  case Stmt::StringLiteralClass:
    return;
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
    return Add(cast<CastExpr>(S).getSubExpr());
  case Stmt::ParenExprClass:
    return Add(cast<ParenExpr>(S).getSubExpr());
  case Stmt::UnaryOperatorClass:
    return Add(cast<UnaryOperator>(S).getSubExpr());
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    Add(cast<BinaryOperator>(S).getLHS());
    return Add(cast<BinaryOperator>(S).getRHS());
  case Stmt::CallExprClass:
    Add(cast<CallExpr>(S).getCallee());
    Into.append(cast<CallExpr>(S).arg_begin(), cast<CallExpr>(S).arg_end());
    return;
  case Stmt::ArraySubscriptExprClass:
    Add(cast<ArraySubscriptExpr>(S).getLHS());
    return Add(cast<ArraySubscriptExpr>(S).getRHS());
  case Stmt::ReturnStmtClass:
    return Add(cast<ReturnStmt>(S).getRetValue());
  case Stmt::CompoundStmtClass:
    Into.append(cast<CompoundStmt>(S).body_begin(),
                cast<CompoundStmt>(S).body_end());
    return;
  case Stmt::LambdaExprClass:
    for (const Expr *Init : cast<LambdaExpr>(S).capture_inits())
      Add(Init);
    return;
  case Stmt::GenericSelectionExprClass:
    if (const auto &Generic = cast<GenericSelectionExpr>(S);
        !Generic.isResultDependent())
      return Add(Generic.getResultExpr());
    break;
  case Stmt::DeclRefExprClass: // `bind<&f>`
    return addTemplateArguments(cast<DeclRefExpr>(S), Into);
  case Stmt::MemberExprClass:
    addTemplateArguments(cast<MemberExpr>(S), Into);
    return Add(cast<MemberExpr>(S).getBase());
  case Stmt::CapturedStmtClass: // of OpenMP
    return Add(cast<CapturedStmt>(S).getCapturedStmt());
  case Stmt::InitListExprClass:
    // Only the semantic form puts each value under its field.
    if (const InitListExpr *Semantic = cast<InitListExpr>(S).getSemanticForm())
      return childrenOf(*Semantic, Into);
    break;
  default:
    break;
  }
  for (const Stmt *Child : S.children())
    Add(Child);
}

void forEachStmt(const Stmt *Root,
                 llvm::function_ref<bool(const Stmt *)> Enter) {
  if (!Root)
    return;
  llvm::SmallVector<const Stmt *, 64> Pending = {Root};
  while (!Pending.empty()) {
    const Stmt *S = Pending.pop_back_val();
    if (!Enter(S))
      continue;
    const size_t First = Pending.size();
    childrenOf(*S, Pending);
    std::reverse(Pending.begin() + First, Pending.end());
  }
}

void forEachStmtWithin(
    const Stmt *Root,
    llvm::function_ref<void(const Stmt *, llvm::ArrayRef<const Stmt *>)>
        Enter) {
  if (!Root)
    return;
  llvm::SmallVector<const Stmt *, 32> Around, Children;
  llvm::SmallVector<std::pair<const Stmt *, size_t>, 64> Pending = {{Root, 0}};
  while (!Pending.empty()) {
    const auto [S, Depth] = Pending.pop_back_val();
    Around.truncate(Depth);
    Enter(S, Around);
    Around.push_back(S);
    Children.clear();
    childrenOf(*S, Children);
    for (const Stmt *Child : llvm::reverse(Children))
      Pending.push_back({Child, Depth + 1});
  }
}

static void addWrittenInitializers(const FunctionDecl &F,
                                   llvm::SmallVectorImpl<const Stmt *> &Into) {
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      if (Init->isWritten() && Init->getInit())
        Into.push_back(Init->getInit());
}

llvm::SmallVector<const Stmt *, 2> bodyOf(const FunctionDecl &F) {
  llvm::SmallVector<const Stmt *, 2> Result;
  addWrittenInitializers(F, Result);
  if (const Stmt *Body = F.getBody())
    Result.push_back(Body);
  return Result;
}

llvm::SmallVector<const Stmt *, 2> codeOf(const Decl &D) {
  llvm::SmallVector<const Stmt *, 2> Result;
  if (const auto *F = dyn_cast<FunctionDecl>(&D)) {
    for (const ParmVarDecl *P : F->parameters())
      if (P->hasDefaultArg() && !P->hasUnparsedDefaultArg() &&
          !P->hasUninstantiatedDefaultArg())
        Result.push_back(P->getDefaultArg());
    if (F->isThisDeclarationADefinition() && F->getBody()) {
      addWrittenInitializers(*F, Result);
      Result.push_back(F->getBody());
    }
  } else if (const auto *V = dyn_cast<VarDecl>(&D)) {
    if (V->getInit())
      Result.push_back(V->getInit());
  } else if (const auto *Field = dyn_cast<FieldDecl>(&D)) {
    if (Field->hasInClassInitializer() && Field->getInClassInitializer())
      Result.push_back(Field->getInClassInitializer());
  }
  return Result;
}

void forEachDecl(const Decl &Context,
                 llvm::function_ref<bool(const Decl &)> Enter) {
  const auto *Members = dyn_cast<DeclContext>(&Context);
  if (!Members || isa<FunctionDecl>(Context))
    return;
  for (const Decl *D : Members->decls()) {
    if (D->isImplicit())
      continue;
    if (const auto *Friend = dyn_cast<FriendDecl>(D))
      D = Friend->getFriendDecl();
    if (const auto *Template = dyn_cast_or_null<TemplateDecl>(D))
      D = Template->getTemplatedDecl();
    const auto *Special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(D);
    if (!D || (Special && !Special->isExplicitSpecialization()))
      continue;
    if (Enter(*D))
      forEachDecl(*D, Enter);
  }
}

} // namespace ftidy::syntax
