//===-- Availability.h - may fixed code use this name? -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_AVAILABILITY_H
#define FTIDY_LIB_FIXIT_AVAILABILITY_H

#include "CApi/Fact.h"
#include "Options.h"
#include "clang/Basic/SourceLocation.h"
#include <memory>

namespace clang {
class PPCallbacks;
class Preprocessor;
class SourceManager;
} // namespace clang

namespace ftidy::fix {

/// Which of the headers that matter the main file includes.
struct Includes {
  /// The start of the line after `#include <Python.h>` in the main file; invalid
  /// when the main file does not include it itself.
  clang::SourceLocation AfterPython;
  /// A pythoncapi_compat.h lies beside the main file.
  bool CompatBeside = false;

  std::unique_ptr<clang::PPCallbacks> callbacks(const clang::SourceManager &SM);
};

/// Whether a name of the C API may appear in fixed code.
class Availability {
public:
  Availability(const Options &O, const Includes &I, clang::Preprocessor &PP);

  enum class Answer : uint8_t {
    Yes,         ///< the oldest Python that counts has it
    WithInclude, ///< once `#include "pythoncapi_compat.h"` is inserted
    No,
  };
  Answer of(const capi::Fact &F) const;

  /// Where the include goes, for Answer::WithInclude.
  clang::SourceLocation includeAt() const { return I.AfterPython; }

  /// The file is compiled for the limited API.
  bool isLimited() const { return Limited; }

  /// The oldest version that fixed code must compile for.
  capi::Version oldest() const { return Oldest; }

private:
  const Includes &I;
  Compat CompatHeader;
  capi::Version Oldest = 0;
  capi::Version Limited = 0; ///< Py_LIMITED_API, or 0
  bool HasCompat = false;    ///< pythoncapi_compat.h is included already
};

} // namespace ftidy::fix

#endif
