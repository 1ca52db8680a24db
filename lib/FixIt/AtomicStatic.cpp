//===-- AtomicStatic.cpp - a static that becomes atomic
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/AtomicStatic.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

bool isNewObject(const Expr &Value, const FunctionDecl &In, Session &S) {
  const Expr *Bare = capi::strip(&Value);
  if (const capi::Use *Made = S.function(In).uses().at(Bare))
    return Made->F->Returns == capi::Result::New;
  const auto *Call = dyn_cast<CallExpr>(Bare);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && S.returnsNew(*Callee);
}

bool declareAtomic(const VarDecl &V, const StaticText &Declared,
                   const SourceText &Text, Session &S,
                   std::vector<Edit> &Edits) {
  const StringRef Type = Text.text(Declared.Type).rtrim();
  const unsigned Length = Declared.Type.End - Declared.Type.Begin;
  if (!S.context().getLangOpts().CPlusPlus) {
    Edits.push_back(
        {Declared.Type.Begin, Length, ("_Atomic(" + Type + ") ").str()});
    return true;
  }
  Edits.push_back(
      {Declared.Type.Begin, Length, ("std::atomic<" + Type + "> ").str()});
  const StringRef After =
      Text.text({Declared.Name.End, Declared.Declarator.End}).trim();
  if ((!After.empty() && !After.starts_with("=")) ||
      (V.getAnyInitializer() && !flow::isNullConstant(V.getAnyInitializer())))
    return false;
  Edits.push_back({Declared.Name.End,
                   Declared.Declarator.End - Declared.Name.End, "{nullptr}"});
  return true;
}

std::string publication(const Publication &P, const SourceText &Text,
                        bool IsCxx) {
  const std::string Null = Text.nullPointer().str();
  const std::string Exchange =
      IsCxx ? P.Static + ".compare_exchange_strong(" + P.Unset + ", " + P.Fresh +
                  ")"
            : "atomic_compare_exchange_strong(&" + P.Static + ", &" + P.Unset +
                  ", " + P.Fresh + ")";
  return P.Indent + (P.Declares ? P.Type : "") + P.Unset + " = " + Null + ";\n" +
         P.Indent + "if (" + (P.IsSet ? "" : P.Fresh + " != " + Null + " && ") +
         "!" + Exchange + ") {\n" + P.Indent + P.Step + "Py_DECREF(" + P.Fresh +
         ");\n" + P.Indent + "}";
}

} // namespace ftidy::fix
