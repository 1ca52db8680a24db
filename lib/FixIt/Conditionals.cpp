//===-- Conditionals.cpp - code that only some builds see -----------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of SourceText that reads what stands between #if and #endif, also what
// this build leaves out. It is known by its tokens only: calls of C API functions
// that take and give no references, with plain arguments, change nothing for the
// code around them. Any other word may be a jump, a store or a macro.
//
//===----------------------------------------------------------------------===//

#include "CApi/Fact.h"
#include "FixIt/SourceText.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace ftidy::fix {

namespace {

bool isKeyword(StringRef Word) {
  return llvm::is_contained(
      {"asm",    "__asm__", "break", "case",     "catch", "continue",
       "co_return", "default", "delete", "do",   "else",  "for",
       "goto",   "if",      "new",   "return",   "switch", "throw",
       "try",    "while"},
      Word);
}

// A function that takes what it needs and leaves the thread attached.
bool isPlainCall(StringRef Name) {
  if (llvm::is_contained({"assert", "fprintf", "printf", "sizeof"}, Name))
    return true;
  const capi::Fact *F = capi::findFact(Name);
  return F && F->Spelling == capi::Kind::Function &&
         F->ThreadState == capi::Thread::None &&
         F->Args.find_first_of("+-Ss") == StringRef::npos &&
         F->Returns == capi::Result::Other;
}

// Reads the tokens of conditional parts, one after the other.
class PlainCalls {
  unsigned Parens = 0;
  std::string Word; ///< the last token, when it is an identifier

  // Outside of arguments a name that is not called may be a macro.
  bool isPlainName() const { return Word.empty() || Parens > 0; }

public:
  bool take(const Token &T) {
    if (T.is(tok::raw_identifier)) {
      const StringRef Name = T.getRawIdentifier();
      const bool Fine = isPlainName() && !isKeyword(Name);
      Word = Name.str();
      return Fine;
    }
    if (T.is(tok::l_paren)) {
      const bool Fine = Word.empty() || isPlainCall(Word);
      Word.clear();
      ++Parens;
      return Fine;
    }
    if (!isPlainName())
      return false;
    Word.clear();
    if (T.is(tok::r_paren) && Parens-- == 0)
      return false;
    return !T.isOneOf(tok::l_brace, tok::r_brace, tok::colon, tok::equal,
                      tok::plusplus, tok::minusminus, tok::plusequal,
                      tok::minusequal, tok::starequal) &&
           !T.isOneOf(tok::slashequal, tok::percentequal, tok::ampequal,
                      tok::pipeequal, tok::caretequal, tok::lesslessequal,
                      tok::greatergreaterequal, tok::l_square);
  }

  /// The part ends: all that it began must have ended.
  bool end() {
    const bool Fine = Parens == 0 && isPlainName();
    Word.clear();
    return Fine;
  }
};

} // namespace

bool SourceText::conditionalsOnlyCall(Stretch In) const {
  Lexer Lex(SM.getLocForStartOfFile(File), Lang, Text.begin(),
            Text.begin() + In.Begin, Text.end());
  unsigned Depth = 0;
  PlainCalls Part;
  Token T;
  Lex.LexFromRawLexer(T);
  while (T.isNot(tok::eof) && SM.getFileOffset(T.getLocation()) < In.End) {
    if (T.isNot(tok::hash) || !T.isAtStartOfLine()) {
      if (Depth && !Part.take(T))
        return false;
      Lex.LexFromRawLexer(T);
      continue;
    }
    Lex.LexFromRawLexer(T);
    const StringRef Directive =
        T.is(tok::raw_identifier) ? T.getRawIdentifier() : StringRef();
    if (Directive.starts_with("if"))
      ++Depth;
    else if (Depth == 0 &&
             (Directive.starts_with("el") || Directive == "endif"))
      return false; // of a part that begins before
    else if (Directive == "endif")
      --Depth;
    else if (Depth && !Directive.starts_with("el"))
      return false;
    if (!Part.end())
      return false;
    while (T.isNot(tok::eof) && !T.isAtStartOfLine())
      Lex.LexFromRawLexer(T);
  }
  return Depth == 0;
}

} // namespace ftidy::fix
