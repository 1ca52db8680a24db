//===-- FastChecks.cpp - run ftidy's checks while typing
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd runs a clang-tidy check only if its built-in list says that the check
// is fast. The linker's --wrap lets ftidy's checks pass (their overhead is
// measured), so no `.clangd` is needed.
//
//===----------------------------------------------------------------------===//

#include "llvm/ADT/StringRef.h"
#include <optional>

#ifdef __clang__
// clangd's own function returns this type; only the linker sees the C name.
#pragma clang diagnostic ignored "-Wreturn-type-c-linkage"
#endif

extern "C" {
std::optional<bool>
__real__ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE(llvm::StringRef);

std::optional<bool>
__wrap__ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE(
    llvm::StringRef Check) {
  if (Check.starts_with("freethreading-"))
    return true;
  return __real__ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE(Check);
}
}
