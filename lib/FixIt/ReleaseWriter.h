//===-- ReleaseWriter.h - releases as text ---------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_RELEASEWRITER_H
#define FTIDY_LIB_FIXIT_RELEASEWRITER_H

#include "FixIt/HolderPlan.h"

namespace ftidy::fix {

/// Puts the releases of several plans that are due at one place into one edit.
class ReleaseWriter {
public:
  ReleaseWriter(Function &F, const SourceText &Text, const Structure &Tree,
                NewVariables &Given)
      : F(F), Text(Text), Tree(Tree), Given(Given) {}

  /// Releases in the order in which their references were acquired.
  void write(std::vector<const Release *> Due, std::vector<Edit> &Into);

private:
  std::string resultName(const clang::Stmt *Block);
  std::string returnType() const;

  Function &F;
  const SourceText &Text;
  const Structure &Tree;
  NewVariables &Given;
};

} // namespace ftidy::fix

#endif
