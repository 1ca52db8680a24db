//===-- Origin.h - whose text is this? -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_ORIGIN_H
#define FTIDY_LIB_CAPI_ORIGIN_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class FileEntry;
class SourceManager;
} // namespace clang

namespace ftidy::capi {

/// Who wrote the text at a place.
enum class Origin : uint8_t {
  User,      ///< the project: findings and edits are welcome
  Python,    ///< a CPython header, or a vendored pythoncapi_compat.h
  System,    ///< a system header
  Generated, ///< Cython, SWIG, mypyc, Argument Clinic, a `*.c.src` template
};

/// Answers for one translation unit. setuptools passes CPython's include
/// folder with -I, so its headers are not "system" to clang: they are known by
/// the folder of the header that declares PyObject.
class Origins {
public:
  explicit Origins(const clang::ASTContext &Context);

  /// The origin of the file position of L (where it is expanded, for a macro).
  Origin of(clang::SourceLocation L);

  /// True when something declares what PyObject is. Other code is no business
  /// of Python's, nor of ours.
  bool knowsPython() const { return KnowsPython; }

  /// True for CPython's and the system's headers. Cheap for neighbours.
  bool isForeign(clang::SourceLocation L);

  /// What the project declares at file level: the translation unit without what
  /// CPython's and the system's headers declare.
  llvm::ArrayRef<clang::Decl *> declarations();

  /// True unless F belongs to one translation unit: it is the main file, or a
  /// piece of source that the main file includes once.
  bool isHeader(clang::FileID F);

  /// The generator's name when a whole file is generated, else empty.
  llvm::StringRef generator(clang::FileID F) { return file(F).Generator; }

  /// True when the line of L carries NumPy's `noqa: borrowed-ref` comment.
  bool saysNoqa(clang::SourceLocation L) const;

  /// True when clang-tidy is told to say nothing of the line of L: by a comment
  /// on it, or on the line before.
  bool saysNolint(clang::SourceLocation L) const;

private:
  struct File {
    Origin Whole = Origin::User;
    llvm::StringRef Generator;
    bool HasLineMarkers = false;
    /// Generated stretches of a hand-written file (Argument Clinic).
    llvm::SmallVector<std::pair<unsigned, unsigned>, 0> Blocks;
  };
  const File &file(clang::FileID F);
  File classify(clang::FileID F) const;

  void findPython();

  const clang::ASTContext &Context;
  const clang::SourceManager &SM;
  std::optional<std::vector<clang::Decl *>> Declarations;
  bool KnowsPython = false;
  /// The folder of the header that defines what PyObject is; empty when the
  /// main file does.
  std::string PythonFolder;
  llvm::DenseMap<clang::FileID, File> Files;
  /// How often each file is included; empty until somebody asks.
  llvm::DenseMap<const clang::FileEntry *, unsigned> Inclusions;
  /// The extent of the file that isForeign() was last asked about, and its answer.
  clang::SourceLocation::UIntTy LastBegin = 1, LastEnd = 0;
  bool LastIsForeign = false;
};

} // namespace ftidy::capi

#endif
