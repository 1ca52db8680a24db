//===-- Summaries.h - sharing across the functions of a file ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Answers what Sharing leaves open: what all callers pass for a parameter, what
// all returns of a function give, whether a function publishes its argument,
// what a field of a local struct holds.
// Each answer is found on the first question, by asking Sharing about the
// callers or the callee, and kept. A question that comes back to itself proves
// nothing, and neither does one that leads through more than MaxDepth functions.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_SUMMARIES_H
#define FTIDY_LIB_SHARING_SUMMARIES_H

#include "Sharing/Sharing.h"
#include <memory>

namespace ftidy {
class Session;
}

namespace ftidy::sharing {

class LocalStructs;

class Summaries : public Surroundings {
public:
  /// Functions that one question may lead through.
  static constexpr unsigned MaxDepth = 8;
  /// Callers of a function that are looked at; with more it proves nothing.
  static constexpr unsigned MaxCallers = 64;

  explicit Summaries(Session &Of);
  ~Summaries() override;

  Seen ofParameter(const clang::ParmVarDecl &P) override;
  Seen ofResult(const clang::FunctionDecl &F) override;
  bool publishes(const clang::FunctionDecl &F, unsigned Parameter) override;
  Seen ofField(const clang::FieldDecl &Field) override;

private:
  Seen fromCallers(const clang::ParmVarDecl &P);
  /// Null for a function that this file does not define.
  const Sharing *sharingOf(const clang::FunctionDecl &F);

  Session &Of;
  unsigned Depth = 0;
  std::unique_ptr<LocalStructs> Structs;
  llvm::DenseMap<const clang::Decl *, Seen> Known;
  llvm::DenseSet<const clang::FunctionDecl *> Running;
};

} // namespace ftidy::sharing

#endif
