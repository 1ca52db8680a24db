//===-- SourceText.h - the text of one file -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The only place that knows columns, semicolons, comments and indentation. All
// positions are byte offsets into one file, the one where the function to change
// stands; what does not lie there, or comes out of a macro's body, has no
// position.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_SOURCETEXT_H
#define FTIDY_LIB_FIXIT_SOURCETEXT_H

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace clang {
class ASTContext;
class SourceManager;
class Stmt;
} // namespace clang

namespace ftidy::capi {
class Origins;
} // namespace ftidy::capi

namespace ftidy::fix {

/// A stretch of the file: [Begin, End).
struct Stretch {
  unsigned Begin;
  unsigned End;
};

/// A variable that a plan adds, and the block that it is declared in.
struct NewVariable {
  const clang::Stmt *Block;
  std::string Name;

  bool operator<(const NewVariable &O) const {
    return std::tie(Block, Name) < std::tie(O.Block, O.Name);
  }
};
using NewVariables = std::set<NewVariable>;

class SourceText {
public:
  /// The text of the file that `In` stands in.
  SourceText(const clang::ASTContext &Context, clang::SourceLocation In);

  /// True unless this file belongs to one translation unit: it is the main file,
  /// or a piece of source that the main file includes once.
  bool isHeader(capi::Origins &Files) const;

  /// False when the file is on disk and may not be written: some appliers
  /// would replace it all the same.
  bool isWritable() const;

  llvm::StringRef text(Stretch S) const {
    return Text.slice(S.Begin, S.End);
  }

  /// Everything from this offset on.
  llvm::StringRef from(unsigned Offset) const {
    return Text.drop_front(Offset);
  }

  /// Where a file location lies; nothing in another file or in a macro.
  std::optional<unsigned> offset(clang::SourceLocation L) const;

  /// The text of a node, without a semicolon. Nothing when part of it comes out
  /// of a macro that is not wholly inside it.
  std::optional<Stretch> of(const clang::Stmt *S) const;

  /// The same with the semicolon that ends it as a statement.
  std::optional<Stretch> statement(const clang::Stmt *S) const;

  /// Where the head of this statement ends whose unbraced body is Body: behind
  /// the `)` of `if (x)`, behind `else` or `do`.
  std::optional<unsigned> headEnd(const clang::Stmt *Of,
                                  const clang::Stmt *Body) const;

  /// The name at L with its argument list, as in `PyDict_GetItem(d, k)`.
  /// Arguments is what lies between the parentheses.
  struct Call {
    Stretch Name, Arguments, Whole;
  };
  std::optional<Call> call(clang::SourceLocation L) const;

  /// The white space at the start of the line of this offset.
  llvm::StringRef indentation(unsigned Offset) const;
  /// One more step of indentation, as this line's neighbours do it.
  std::string deeper(unsigned Offset) const;

  /// True when an #if, #else or the like stands in it.
  bool hasConditional(Stretch In) const;
  /// The same for an #if alone.
  bool opensConditional(Stretch In) const;

  /// True when each part between #if and #endif lies in there as a whole, and all
  /// that its branches do is to call functions of the C API that neither take
  /// nor give references. See Conditionals.cpp.
  bool conditionalsOnlyCall(Stretch In) const;

  bool hasComment(Stretch In) const {
    return text(In).contains("/*") || text(In).contains("//");
  }

  /// True when only white space stands before this offset on its line.
  bool startsLine(unsigned Offset) const;

  /// True when only white space stands behind this offset on its line.
  bool endsLine(unsigned Offset) const {
    return Text.drop_front(Offset)
        .take_until([](char C) { return C == '\n'; })
        .trim()
        .empty();
  }

  /// The end of the line's text after a statement that ends here, when nothing
  /// but a comment follows it; else End itself. What is inserted there follows
  /// the statement and its comment.
  unsigned afterTrailingComment(unsigned End) const;

  /// Behind the #include lines from here on: the start of a line that is outside
  /// of conditional parts, with no code before it.
  unsigned afterIncludes(unsigned From) const;

  /// The stretch to delete for a statement: whole lines when it stands alone on
  /// them, else the statement with the white space before it.
  Stretch removal(Stretch Statement) const;

  /// True when the word stands between #if and #endif in there. Where the
  /// stretch begins inside of such a part, its other branches do not count.
  bool conditionalSays(Stretch In, llvm::StringRef Word) const;

  /// How often the file's code says this identifier: in code that is not
  /// compiled and in the bodies of macros, too, but not in comments, and not
  /// where Skip says so.
  unsigned
  countWord(llvm::StringRef Word,
            llvm::function_ref<bool(clang::SourceLocation)> Skip) const;

  /// A name that the text of this stretch does not use, and that was not given
  /// to a variable of Block: Base, Base2, ...
  std::string freeName(llvm::StringRef Base, Stretch In,
                       const clang::Stmt *Block = nullptr,
                       const NewVariables &Given = {}) const;

  /// "nullptr", or "NULL" when the file is C or says NULL.
  llvm::StringRef nullPointer() const;

private:
  size_t skipBlanksAndComments(size_t At) const;

  const clang::SourceManager &SM;
  const clang::LangOptions &Lang;
  clang::FileID File;
  llvm::StringRef Text;
  /// The words of the stretch that freeName() was last asked about.
  mutable Stretch WordsOf{0, 0};
  mutable llvm::StringSet<> Words;
};

} // namespace ftidy::fix

#endif
