//===-- Show.h - a report in the form that was asked for -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_SHOW_H
#define FTIDY_TOOLS_FTIDY_SHOW_H

#include "Identity.h"
#include "llvm/Support/raw_ostream.h"

namespace ftidy::command {

/// The forms that --format takes.
llvm::ArrayRef<llvm::StringRef> formats();

/// Writes the report in one of formats().
void show(llvm::StringRef Format, const Report &R, const Settings &S,
          Sources &From, llvm::raw_ostream &OS);

/// One form each.
void showText(const Report &R, const Settings &S, Sources &From,
              llvm::raw_ostream &OS);
void showJson(const Report &R, Sources &From, llvm::raw_ostream &OS);
void showSarif(const Report &R, Sources &From, llvm::raw_ostream &OS);
void showGithub(const Report &R, llvm::raw_ostream &OS);
void showGitlab(const Report &R, Sources &From, llvm::raw_ostream &OS);
void showHtml(const Report &R, Sources &From, llvm::raw_ostream &OS);

/// Counts: by check, by what can be done, the reasons, what was not analysed.
/// Its last line is the summary.
void showSummary(const Report &R, const Settings &S, llvm::raw_ostream &OS);

/// The counts of a report by check, the most frequent first.
std::vector<std::pair<std::string, unsigned>> byCheck(const Report &R);
/// What is said of a cure in the machine-readable forms.
llvm::StringRef nameOf(Cure C);
/// What is said of the build in which a finding was made; empty for any.
llvm::StringRef nameOf(Builds In);

} // namespace ftidy::command

#endif
