//===-- MacroLog.h - what the preprocessor saw -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Many names of the C API are macros. Their expansion says little: it changes
// with the version, NDEBUG, the language and Py_GIL_DISABLED, and in a GIL
// build `Py_BEGIN_CRITICAL_SECTION(op)` is a bare brace. So the log notes, while
// the file is preprocessed,
//   - where each name of the C API was expanded (Use.h climbs macro locations
//     and asks here which of them are API names), and
//   - the scope macros with the text of their arguments, in source order. A
//     macro of the project that wraps one counts in its place.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_MACROLOG_H
#define FTIDY_LIB_CAPI_MACROLOG_H

#include "CApi/FactIndex.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <string>
#include <vector>

namespace clang {
class MacroInfo;
class PPCallbacks;
class Preprocessor;
class SourceManager;
} // namespace clang

namespace ftidy::capi {

/// What a scope macro opens.
enum class ScopeKind : uint8_t { CriticalSection, AllowThreads };

/// One begin/end pair of scope macros, such as
/// `Py_BEGIN_CRITICAL_SECTION(op);` ... `Py_END_CRITICAL_SECTION();`.
struct ScopeMacro {
  ScopeKind Kind;
  llvm::StringRef Name;
  /// File locations of the two macro names; End is invalid when the file ends
  /// before the scope does.
  clang::SourceLocation Begin, End;
  /// The arguments as written, without white space at the ends.
  llvm::SmallVector<std::string, 2> Args;
  /// The beginning macro leaves a brace open, which the end macro closes.
  bool Opens = false;
};

/// A macro of the project that takes or gives back a lock, by its name. It may
/// leave nothing behind in a build with the GIL.
struct LockMacro {
  clang::SourceLocation At;
  /// What is locked: the argument, or the name without the words for locking.
  std::string Lock;
  bool Takes;
};

class MacroLog {
public:
  explicit MacroLog(const FactIndex &Facts) : Facts(Facts) {}

  /// The callbacks that fill this log. The log must outlive the preprocessor's
  /// run.
  std::unique_ptr<clang::PPCallbacks> callbacks(const clang::SourceManager &SM,
                                                clang::Preprocessor &PP);

  /// The fact whose macro was expanded at exactly this location (a file
  /// location, or one inside another macro's expansion), or null.
  const Fact *expandedAt(clang::SourceLocation L) const {
    return Expanded.lookup(L.getRawEncoding()).F;
  }
  /// The definition that was expanded there, or null.
  const clang::MacroInfo *definitionAt(clang::SourceLocation L) const {
    return Expanded.lookup(L.getRawEncoding()).Definition;
  }

  /// The fact of the innermost macro that L was written as an argument of, or
  /// null.
  const Fact *withArgumentAt(clang::SourceLocation L,
                             const clang::SourceManager &SM) const;

  /// True when L lies in a branch of a conditional directive that is compiled
  /// only for a Python with a GIL: `#ifndef Py_GIL_DISABLED`, the `#else` of its
  /// opposite, `#if PY_VERSION_HEX < 0x030D0000`.
  bool isGilOnly(clang::SourceLocation L, const clang::SourceManager &SM) const;

  /// True when L lies in a branch that is compiled only for a Python before V:
  /// `#if PY_VERSION_HEX < V`. The other branches know what is new in V. What is
  /// for a GIL only counts, too.
  bool isOlderThan(Version V, clang::SourceLocation L,
                   const clang::SourceManager &SM) const;

  /// True when L lies in a branch that no Python from Oldest on compiles.
  bool isNeverFor(Version Oldest, clang::SourceLocation L,
                  const clang::SourceManager &SM) const;

  /// All scopes outside system headers, in the order of their beginnings.
  llvm::ArrayRef<ScopeMacro> scopes() const { return Scopes; }

  /// The project's own lock macros in files that are not system headers.
  llvm::ArrayRef<LockMacro> locks() const { return Locks; }

private:
  class Recorder;
  const FactIndex &Facts;
  struct Expansion {
    const Fact *F = nullptr;
    const clang::MacroInfo *Definition = nullptr;
  };
  llvm::DenseMap<clang::SourceLocation::UIntTy, Expansion> Expanded;
  std::vector<ScopeMacro> Scopes;
  /// A branch that not every Python compiles, as offsets of its file.
  struct Limited {
    unsigned Begin, End;
    Version Before; ///< 0: any version with a GIL
  };
  llvm::DenseMap<clang::FileID, std::vector<Limited>> Branches;
  std::vector<LockMacro> Locks;
  llvm::SmallVector<size_t, 4> OpenScopes;
};

} // namespace ftidy::capi

#endif
