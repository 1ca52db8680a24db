//===-- ReleaseWriter.cpp - releases as text
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/ReleaseWriter.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

void ReleaseWriter::write(std::vector<const Release *> Due,
                          std::vector<Edit> &Into) {
  // The last ones are written first: what is taken comes before all releases.
  llvm::stable_sort(Due, [](const Release *A, const Release *B) {
    return A->Takes < B->Takes;
  });
  const Stmt *Place = Due.front()->Place;
  const Stretch Where = *Text.statement(Place);
  std::string Indent = Text.indentation(Where.Begin).str();
  if (Due.front()->After) {
    std::string Code;
    for (const Release *R : llvm::reverse(Due))
      Code += "\n" + Indent + R->Call;
    Into.push_back({Text.afterTrailingComment(Where.End), 0, Code});
    return;
  }
  const auto *Return = dyn_cast<ReturnStmt>(Place);
  const bool Computes =
      Return && llvm::any_of(Due, [](const Release *R) {
        return R->ReturnUsesIt;
      });
  // A new variable may not follow a label, and in C++ no jump may pass it.
  const bool Braces =
      !Tree.standsInCompound(Place) ||
      (Computes && (!isa<CompoundStmt>(Tree.parent(Place)) ||
                    (F.decl().getASTContext().getLangOpts().CPlusPlus &&
                     Tree.isJumpedPast(Place, F.decl().getBody()))));
  std::string Code, Close;
  if (Braces) {
    // `if (x) return;` opens the brace behind its head, wherever that ends.
    const Stmt *Parent = Tree.parent(Place);
    const std::string Outer =
        Tree.standsInCompound(Place)
            ? Indent
            : Text.indentation(Text.offset(Parent->getBeginLoc()).value_or(0))
                  .str();
    if (const auto Head = Tree.standsInCompound(Place)
                              ? std::nullopt
                              : Text.headEnd(Parent, Place);
        Head && Text.startsLine(Where.Begin)) {
      Into.push_back({*Head, 0, " {"});
    } else {
      Indent = Text.deeper(Where.Begin);
      Code = "{\n" + Indent;
    }
    Close = "\n" + Outer + "}";
  }
  std::string Jump = Text.text(Where).str(), Result;
  if (Computes) {
    std::string Value = Text.text(*Text.of(Return->getRetValue())).str();
    if (isComma(*Return->getRetValue()))
      Value = "(" + Value + ")";
    Result = resultName(Braces ? Place : Tree.parent(Place));
    Code += returnType() + Result + " = " + Value + ";\n" + Indent;
    Jump = "return " + Result + ";";
  }
  for (const Release *R : llvm::reverse(Due))
    Code += (R->TakesResult ? "Py_XINCREF(" + Result + ");" : R->Call) + "\n" +
            Indent;
  Into.push_back({Where.Begin, Where.End - Where.Begin, Code + Jump + Close});
}

std::string ReleaseWriter::resultName(const Stmt *Block) {
  const auto Body = Text.of(F.decl().getBody());
  std::string Name =
      Body ? Text.freeName("result", *Body, Block, Given) : "result";
  Given.insert({Block, Name});
  return Name;
}

std::string ReleaseWriter::returnType() const {
  std::string Type = F.decl().getReturnType().getAsString(
      PrintingPolicy(F.decl().getASTContext().getLangOpts()));
  if (!StringRef(Type).ends_with("*"))
    Type += " ";
  return Type;
}

} // namespace ftidy::fix
