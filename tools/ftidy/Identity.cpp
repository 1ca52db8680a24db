//===-- Identity.cpp - which finding is which, when lines move
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Identity.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA1.h"

using namespace llvm;

namespace ftidy::command {

Sources::Lines &Sources::of(StringRef File) {
  auto [At, New] = Files.try_emplace(File.str());
  Lines &L = At->second;
  if (New) {
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(File))
      L.Text = (*B)->getBuffer().str();
    StringRef Rest = L.Text;
    while (!Rest.empty()) {
      const auto [Line, After] = Rest.split('\n');
      L.All.push_back(Line.rtrim('\r'));
      Rest = After;
    }
  }
  return L;
}

StringRef Sources::line(StringRef File, unsigned Number) {
  const Lines &L = of(File);
  return Number && Number <= L.All.size() ? L.All[Number - 1] : StringRef();
}

const std::string &Sources::text(StringRef File) { return of(File).Text; }

std::string portable(StringRef File) {
  const std::string Top = Checkout::topAbove(sys::path::parent_path(File));
  StringRef Short = File;
  if (!Top.empty() && Short.consume_front(Top) && Short.consume_front("/"))
    return Short.str();
  return shown(File);
}

std::vector<std::string> identities(const Report &R, Sources &From) {
  std::vector<std::string> Out;
  std::map<std::string, unsigned> Equal;
  std::map<std::string, std::string> Names;
  for (const Finding &F : R.Findings) {
    std::string &Name = Names[F.At.File];
    if (Name.empty())
      Name = portable(F.At.File);
    std::string Text = F.Check + "\n" + Name + "\n" +
                       From.line(F.At.File, F.At.Line).trim().str() + "\n";
    // "line 12" moves with the code.
    for (size_t I = 0; I < F.Message.size(); ++I)
      if (!isDigit(F.Message[I]))
        Text += F.Message[I];
    Text += "\n" + std::to_string(Equal[Text]++);
    Out.push_back(
        toHex(SHA1::hash(arrayRefFromStringRef(Text)), true).substr(0, 32));
  }
  return Out;
}

} // namespace ftidy::command
