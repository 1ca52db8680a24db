//===-- NewInclude.cpp - the includes that fixed code needs ---------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/NewInclude.h"
#include "FixIt/Availability.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

static Reason include(llvm::StringRef Header, const void *By,
                      const SourceText &Text, Session &S,
                      std::vector<Edit> &Edits) {
  const auto At = Text.offset(S.availability().includeAt());
  // A piece of source that another file includes has no includes of its own.
  if (!At)
    return Reason::Unavailable;
  // At FixLevel=safe nothing is written: nobody has to wait.
  if (S.options().Fixes == FixLevel::Review && !S.claimInclude(By))
    return Reason::OtherFix;
  Edits.push_back({*At, 0, ("#include " + Header + "\n").str()});
  return Reason::None;
}

Reason includeFor(const capi::Fact &Name, const void *By, const SourceText &Text,
                  Session &S, std::vector<Edit> &Edits) {
  switch (S.availability().of(Name)) {
  case Availability::Answer::Yes:
    return Reason::None;
  case Availability::Answer::No:
    return Reason::Unavailable;
  case Availability::Answer::WithInclude:
    break;
  }
  return include("\"pythoncapi_compat.h\"", By, Text, S, Edits);
}

Reason includeAtomics(const void *By, const SourceText &Text, Session &S,
                      std::vector<Edit> &Edits) {
  const llvm::StringRef Header =
      S.context().getLangOpts().CPlusPlus ? "<atomic>" : "<stdatomic.h>";
  if (Text.text({0, ~0u}).contains(("#include " + Header).str()))
    return Reason::None;
  return include(Header, By, Text, S, Edits);
}

} // namespace ftidy::fix
