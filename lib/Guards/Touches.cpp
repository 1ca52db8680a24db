//===-- Touches.cpp - what the code in a section works on
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Touches.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::StringRef;

namespace ftidy::guards {

static bool isInWord(char C) {
  return isalnum(static_cast<unsigned char>(C)) || C == '_';
}

// The variable that an object's text begins with, behind its casts.
static StringRef rootOf(StringRef Object) {
  StringRef Root;
  while (!Object.empty()) {
    Object = Object.drop_until(isInWord);
    Root = Object.take_while(isInWord);
    Object = Object.drop_front(Root.size()).ltrim();
    // `(PyObject *)self`: the type is followed by a star.
    if (!Object.consume_front("*"))
      break;
  }
  return Root;
}

// A parameter, or a variable that is one under another type.
static bool isArgument(const VarDecl *V) {
  if (isa<ParmVarDecl>(V))
    return true;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
      V->getInit() ? capi::strip(V->getInit()) : nullptr);
  return Ref && isa<ParmVarDecl>(Ref->getDecl());
}

Touches::Touches(const Section &In, const ASTContext &Context) : In(In) {
  const SourceManager &SM = Context.getSourceManager();
  llvm::SmallVector<const Stmt *, 32> Work{In.Body};
  llvm::DenseSet<const Expr *> Written;
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    const SourceLocation At = SM.getFileLoc(Node->getBeginLoc());
    if (Node != In.Body && (At == In.Begin || At == In.End))
      continue;
    if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
        Binary && Binary->isAssignmentOp())
      Written.insert(Binary->getLHS()->IgnoreParens());
    else if (const auto *Unary = dyn_cast<UnaryOperator>(Node);
             Unary && Unary->isIncrementDecrementOp())
      Written.insert(Unary->getSubExpr()->IgnoreParens());
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Node)) {
      if (Ref->getDecl()->getIdentifier())
        Names.push_back(Ref->getDecl()->getName());
    } else if (const auto *Member = dyn_cast<MemberExpr>(Node)) {
      const auto *Ref =
          dyn_cast_or_null<DeclRefExpr>(capi::strip(Member->getBase()));
      const auto *Base = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (Base && Base->getIdentifier() && Member->isArrow() &&
          isa<FieldDecl>(Member->getMemberDecl()))
        Fields.push_back({Member, Base, Written.contains(Member)});
    }
    // In source order.
    const size_t Before = Work.size();
    for (const Stmt *Child : Node->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
    std::reverse(Work.begin() + Before, Work.end());
  }
}

bool Touches::mention(StringRef Object) const {
  return llvm::is_contained(Names, rootOf(Object));
}

const FieldTouch *Touches::withoutLock(const Sections &All) const {
  if (In.Objects.size() != 1)
    return nullptr;
  const StringRef Locked = rootOf(In.Objects[0]);
  for (const FieldTouch &Other : Fields)
    if (Other.Base->getName() != Locked && isArgument(Other.Base) &&
        llvm::any_of(Fields,
                     [&](const FieldTouch &Own) {
                       return Own.Base->getName() == Locked &&
                              Own.Node->getMemberDecl() ==
                                  Other.Node->getMemberDecl() &&
                              (Own.Writes || Other.Writes);
                     }) &&
        !All.on(Other.Node->getBase(), Other.Node->getMemberLoc()))
      return &Other;
  return nullptr;
}

} // namespace ftidy::guards
