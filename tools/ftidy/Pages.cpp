//===-- Pages.cpp - the pages of the checks
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Pages.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"

using namespace llvm;

namespace ftidy::command {

// Made by Pages.cmake: the stem and the text of each page.
static constexpr struct {
  const char *Stem, *Text;
} All[] = {
#include "Pages.inc"
};

Page Page::of(StringRef Check) {
  Check.consume_front("freethreading-");
  for (const auto &P : All)
    if (Check == P.Stem)
      return {P.Text};
  return {};
}

StringRef Page::summary() const {
  return Text.split('\n').second.ltrim().split("\n\n").first.trim();
}

StringRef Page::section(StringRef Heading) const {
  const size_t At = Text.find((Twine("\n## ") + Heading + "\n").str());
  if (At == StringRef::npos)
    return {};
  StringRef Rest = Text.drop_front(At + Heading.size() + 5);
  return Rest.take_front(Rest.find("\n## ")).trim();
}

StringRef Page::column(StringRef Name) const {
  const size_t At = Text.find("\n| default |");
  if (At == StringRef::npos)
    return {};
  SmallVector<StringRef> Rows, Head, Row;
  Text.drop_front(At + 1).split(Rows, '\n', 3);
  if (Rows.size() < 3)
    return {};
  Rows[0].split(Head, '|');
  Rows[2].split(Row, '|');
  for (size_t I = 0; I < Head.size() && I < Row.size(); ++I)
    if (Head[I].trim() == Name)
      return Row[I].trim();
  return {};
}

} // namespace ftidy::command
