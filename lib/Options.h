//===-- Options.h - what the user asked for -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OPTIONS_H
#define FTIDY_LIB_OPTIONS_H

#include "CApi/Fact.h"
#include <string>

namespace ftidy {

enum class FixLevel : uint8_t { Safe, Review };
enum class Compat : uint8_t { Auto, None, PythoncapiCompat };
enum class ErrorPolicy : uint8_t { Preserve, Propagate };

/// The global CheckOptions, as docs/options.md describes them.
struct Options {
  FixLevel Fixes = FixLevel::Safe;
  /// 0: the version of the headers.
  capi::Version MinPython = 0;
  Compat CompatHeader = Compat::Auto;
  ErrorPolicy Errors = ErrorPolicy::Preserve;
  std::string FactsFile;
  /// Also say what a fix for review changes where it is offered.
  bool ShowReviewNotes = false;
};

} // namespace ftidy

#endif
