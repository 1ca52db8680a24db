//===-- Summaries.cpp - sharing across the functions of a file
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Summaries.h"
#include "CApi/Origin.h"
#include "Session.h"
#include "Sharing/LocalStructs.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace ftidy::sharing {

Summaries::Summaries(Session &Of) : Of(Of) {}
Summaries::~Summaries() = default;

Seen Summaries::ofParameter(const ParmVarDecl &P) {
  const auto [It, New] = Known.try_emplace(&P, Seen::Unknown);
  if (!New || Depth >= MaxDepth)
    return It->second;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  const Seen Result = fromCallers(P);
  return Known[&P] = Result;
}

Seen Summaries::fromCallers(const ParmVarDecl &P) {
  const auto *F = dyn_cast<FunctionDecl>(P.getDeclContext());
  const auto Callers = F ? Of.roles().callersOf(F) : std::nullopt;
  if (!Callers || Callers->empty() || Callers->size() > MaxCallers)
    return Seen::Unknown;
  Seen Result = Seen::Null;
  for (const roles::Caller &C : *Callers) {
    const unsigned I = P.getFunctionScopeIndex();
    const FunctionDecl *Definition = C.Function->getDefinition();
    if (!Definition || I >= C.Call->getNumArgs())
      return Seen::Unknown;
    // A call of itself that hands its own argument on.
    const auto *Ref =
        dyn_cast_or_null<DeclRefExpr>(capi::strip(C.Call->getArg(I)));
    if (Ref && Ref->getDecl() == &P)
      continue;
    const Sharing *At = sharingOf(*Definition);
    const Seen S = At ? At->ofArgument(C.Call, I) : Seen::Unknown;
    if (!isPrivate(S))
      return Seen::Unknown;
    // Private for one reason or another.
    if (Result == Seen::Null)
      Result = S;
    else if (S != Seen::Null && S != Result)
      Result = Seen::CallPrivate;
  }
  // Nobody but the function itself calls it, or only with NULL.
  return Result == Seen::Null ? Seen::Unknown : Result;
}

Seen Summaries::ofResult(const FunctionDecl &F) {
  const FunctionDecl *Definition = F.getDefinition();
  if (!Definition)
    return Seen::Unknown;
  const auto [It, New] = Known.try_emplace(Definition, Seen::Unknown);
  if (!New || Depth >= MaxDepth)
    return It->second;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  const Sharing *In = sharingOf(*Definition);
  const Seen Result = In ? In->ofResult() : Seen::Unknown;
  return Known[Definition] = Result == Seen::Null ? Seen::Unknown : Result;
}

bool Summaries::publishes(const FunctionDecl &F, unsigned Parameter) {
  const FunctionDecl *Definition = F.getDefinition();
  if (!Definition || Parameter >= Definition->getNumParams() ||
      Depth >= MaxDepth || !Running.insert(Definition).second)
    return false;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  const Sharing *In = sharingOf(*Definition);
  Running.erase(Definition);
  return In && In->publishes(Definition->getParamDecl(Parameter));
}

Seen Summaries::ofField(const FieldDecl &Field) {
  const auto [It, New] = Known.try_emplace(&Field, Seen::Unknown);
  if (!New || Depth >= MaxDepth)
    return It->second;
  if (!Structs)
    Structs = std::make_unique<LocalStructs>(Of);
  if (!Structs->isPrivate(Field))
    return Seen::Unknown;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  for (const LocalStructs::HandedTo &To : Structs->handedTo(Field)) {
    const Sharing *In = sharingOf(*To.Callee);
    const ParmVarDecl *P = To.Callee->getParamDecl(To.Parameter);
    if (!In || In->publishes(P) || In->returns(P))
      return Seen::Unknown;
  }
  return Known[&Field] = Seen::ThreadPrivate;
}

const Sharing *Summaries::sharingOf(const FunctionDecl &F) {
  if (!F.getBody() || F.isDependentContext() ||
      Of.origins().of(F.getLocation()) != capi::Origin::User)
    return nullptr;
  Function &In = Of.function(F);
  return In.graph() ? In.sharing() : nullptr;
}

} // namespace ftidy::sharing
