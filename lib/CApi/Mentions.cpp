//===-- Mentions.cpp - names in the text, compiled or not
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/Mentions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace ftidy::capi {

bool Mention::isUnder(llvm::StringRef Word) const {
  return llvm::any_of(Under, [&](const Directive &D) {
    return llvm::StringRef(D.Text).contains(Word);
  });
}

// Reads the rest of a directive's line; T is its first token behind the hash,
// and is the first of the next line afterwards.
static std::string readDirective(Lexer &Raw, Token &T) {
  std::string Text;
  do {
    if (T.is(tok::eof))
      break;
    if (!Text.empty() && T.hasLeadingSpace())
      Text += ' ';
    if (T.is(tok::raw_identifier))
      Text += T.getRawIdentifier();
    else if (T.isLiteral() && T.getLiteralData())
      Text.append(T.getLiteralData(), T.getLength());
    else if (const char *Spelled = tok::getPunctuatorSpelling(T.getKind()))
      Text += Spelled;
    Raw.LexFromRawLexer(T);
  } while (!T.isAtStartOfLine());
  return Text;
}

std::vector<Mention> mentions(const SourceManager &SM, const LangOptions &Lang,
                              FileID File, llvm::ArrayRef<llvm::StringRef> Names) {
  std::vector<Mention> Found;
  const llvm::StringRef Text = SM.getBufferData(File);
  // Most files name nothing of it.
  if (llvm::none_of(Names, [&](llvm::StringRef N) { return Text.contains(N); }))
    return Found;
  std::vector<Directive> Under;
  Lexer Raw(SM.getLocForStartOfFile(File), Lang, Text.begin(), Text.begin(),
            Text.end());
  Token T;
  Raw.LexFromRawLexer(T);
  while (T.isNot(tok::eof)) {
    if (T.is(tok::hash) && T.isAtStartOfLine()) {
      const SourceLocation Hash = T.getLocation();
      Raw.LexFromRawLexer(T);
      if (T.isAtStartOfLine())
        continue; // `#` alone on its line
      const llvm::StringRef Word =
          T.is(tok::raw_identifier) ? T.getRawIdentifier() : llvm::StringRef();
      const bool Opens = Word.starts_with("if"), Next = Word.starts_with("el");
      if (Opens || Next || Word == "endif") {
        std::string Says = readDirective(Raw, T);
        if (!Opens && !Under.empty())
          Under.pop_back();
        if (Opens || Next)
          Under.push_back({Hash, std::move(Says)});
      }
      continue;
    }
    if (T.is(tok::raw_identifier)) {
      const auto *Name = llvm::find(Names, T.getRawIdentifier());
      if (Name != Names.end())
        Found.push_back({*Name, T.getLocation(), Under});
    }
    Raw.LexFromRawLexer(T);
  }
  return Found;
}

} // namespace ftidy::capi
