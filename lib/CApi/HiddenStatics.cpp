//===-- HiddenStatics.cpp - what the C library keeps for all threads
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The name alone says little: a project may have a `localtime` of its own. It has
// to be declared by a header of the system.
//
//===----------------------------------------------------------------------===//

#include "CApi/HiddenStatics.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include <iterator>

using namespace clang;

namespace ftidy::capi {

static constexpr HiddenStatic Rows[] = {
#define HIDDEN(NAME, KEEPS, ASKS, TWIN)                                        \
  {llvm::StringLiteral(NAME), Keeps::KEEPS, ASKS, llvm::StringLiteral(TWIN)},
#include "CApi/HiddenStatics.def"
#undef HIDDEN
};

bool isSame(const HiddenStatic &A, const HiddenStatic &B) {
  return A.Name == B.Name ||
         (A.What == Keeps::Position && B.What == Keeps::Position);
}

std::string hazardOf(const HiddenStatic &H) {
  std::string Text;
  switch (H.What) {
  case Keeps::Result:
    Text = "returns memory that is one for all threads: the next call writes "
           "over it while this one is being read";
    break;
  case Keeps::Position:
    Text = "goes on where the last call ended, whichever thread made it: two "
           "threads that use it at once disturb each other";
    break;
  case Keeps::Process:
    Text = "changes the whole process while another thread may be reading what "
           "it changes";
    break;
  }
  return H.Twin.empty() ? Text : Text + "; use '" + H.Twin.str() + "'";
}

const HiddenStatic *hiddenStatic(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || !F->getIdentifier() || F->isDefined() || !F->isExternC())
    return nullptr;
  const llvm::StringRef Name = F->getName();
  const SourceManager &SM = F->getASTContext().getSourceManager();
  const HiddenStatic *Row = llvm::lower_bound(
      Rows, Name,
      [](const HiddenStatic &H, llvm::StringRef N) { return H.Name < N; });
  if (Row == std::end(Rows) || Row->Name != Name ||
      !SM.isInSystemHeader(
          SM.getExpansionLoc(F->getCanonicalDecl()->getLocation())))
    return nullptr;
  const bool JustAsks =
      Row->Asks >= 0 && unsigned(Row->Asks) < Call.getNumArgs() &&
      Call.getArg(Row->Asks)
          ->IgnoreParenCasts()
          ->isNullPointerConstant(F->getASTContext(),
                                  Expr::NPC_ValueDependentIsNotNull);
  return JustAsks ? nullptr : Row;
}

} // namespace ftidy::capi
