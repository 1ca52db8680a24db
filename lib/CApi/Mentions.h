//===-- Mentions.h - names in the text, compiled or not --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a file says for another build (the free-threaded one, a newer Python) is
// not in the AST of this one. Where it only matters whether a file names
// something, its tokens are enough: comments and strings do not count, branches
// that are not compiled do.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_MENTIONS_H
#define FTIDY_LIB_CAPI_MENTIONS_H

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace clang {
class SourceManager;
} // namespace clang

namespace ftidy::capi {

/// A condition that text stands under.
struct Directive {
  clang::SourceLocation Hash; ///< of the directive that begins the branch
  std::string Text;           ///< `ifdef X`, `if X > 1`, `elif Y`, `else`
};

/// One of the names, as it stands in the text.
struct Mention {
  llvm::StringRef Name;
  clang::SourceLocation Loc;
  /// The branches it stands in, the innermost last.
  std::vector<Directive> Under;

  /// True when one of the conditions has this word in it.
  bool isUnder(llvm::StringRef Word) const;
};

/// The mentions of these names in this file, in its order.
std::vector<Mention> mentions(const clang::SourceManager &SM,
                              const clang::LangOptions &Lang, clang::FileID File,
                              llvm::ArrayRef<llvm::StringRef> Names);

} // namespace ftidy::capi

#endif
