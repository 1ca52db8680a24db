//===-- SourceText.cpp - the text of one file
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/SourceText.h"
#include "CApi/Origin.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
using llvm::StringRef;

namespace ftidy::fix {

SourceText::SourceText(const ASTContext &Context, SourceLocation In)
    : SM(Context.getSourceManager()), Lang(Context.getLangOpts()),
      File(SM.getFileID(SM.getFileLoc(In))), Text(SM.getBufferData(File)) {}

bool SourceText::isHeader(capi::Origins &Files) const {
  return Files.isHeader(File);
}

bool SourceText::isWritable() const {
  const auto Entry = SM.getFileEntryRefForID(File);
  return !Entry || !llvm::sys::fs::exists(Entry->getName()) ||
         llvm::sys::fs::can_write(Entry->getName());
}

std::optional<unsigned> SourceText::offset(SourceLocation L) const {
  if (L.isInvalid() || L.isMacroID())
    return std::nullopt;
  const auto [In, Offset] = SM.getDecomposedLoc(L);
  if (In != File)
    return std::nullopt;
  return Offset;
}

std::optional<Stretch> SourceText::of(const Stmt *S) const {
  const CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(S->getSourceRange()), SM, Lang);
  if (Range.isInvalid())
    return std::nullopt;
  const auto Begin = offset(Range.getBegin()), End = offset(Range.getEnd());
  if (!Begin || !End || *End < *Begin)
    return std::nullopt;
  return Stretch{*Begin, *End};
}

size_t SourceText::skipBlanksAndComments(size_t At) const {
  while (At < Text.size()) {
    if (isspace(static_cast<unsigned char>(Text[At]))) {
      ++At;
    } else if (Text.substr(At).starts_with("/*")) {
      const size_t End = Text.find("*/", At + 2);
      if (End == StringRef::npos)
        return Text.size();
      At = End + 2;
    } else if (Text.substr(At).starts_with("//")) {
      At = std::min(Text.find('\n', At), Text.size());
    } else {
      break;
    }
  }
  return At;
}

// The statement that ends where S ends.
static const Stmt *lastPart(const Stmt *S) {
  while (true) {
    const Stmt *Last = nullptr;
    if (const auto *If = dyn_cast<IfStmt>(S))
      Last = If->getElse() ? If->getElse() : If->getThen();
    else if (const auto *For = dyn_cast<ForStmt>(S))
      Last = For->getBody();
    else if (const auto *Each = dyn_cast<CXXForRangeStmt>(S))
      Last = Each->getBody();
    else if (const auto *While = dyn_cast<WhileStmt>(S))
      Last = While->getBody();
    else if (const auto *Label = dyn_cast<LabelStmt>(S))
      Last = Label->getSubStmt();
    else if (const auto *Case = dyn_cast<SwitchCase>(S))
      Last = Case->getSubStmt();
    if (!Last)
      return S;
    S = Last;
  }
}

std::optional<Stretch> SourceText::statement(const Stmt *S) const {
  auto Result = of(S);
  if (!Result || isa<CompoundStmt>(S))
    return Result;
  // Statements that end with another statement have no semicolon of their own.
  const char Last = Result->End ? Text[Result->End - 1] : ' ';
  if (Last == ';' || (Last == '}' && !isa<Expr, ReturnStmt>(lastPart(S))))
    return Result;
  const size_t Semicolon = skipBlanksAndComments(Result->End);
  if (Semicolon >= Text.size() || Text[Semicolon] != ';')
    return std::nullopt;
  Result->End = Semicolon + 1;
  return Result;
}

std::optional<unsigned> SourceText::headEnd(const Stmt *Of,
                                            const Stmt *Body) const {
  std::optional<unsigned> Last;
  unsigned Length = 1;
  if (const auto *If = dyn_cast<IfStmt>(Of)) {
    const bool IsElse = Body == If->getElse();
    Last = offset(IsElse ? If->getElseLoc() : If->getRParenLoc());
    Length = IsElse ? 4 : 1;
  } else if (const auto *For = dyn_cast<ForStmt>(Of)) {
    Last = offset(For->getRParenLoc());
  } else if (const auto *While = dyn_cast<WhileStmt>(Of)) {
    Last = offset(While->getRParenLoc());
  } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(Of)) {
    Last = offset(Range->getRParenLoc());
  } else if (const auto *Do = dyn_cast<DoStmt>(Of)) {
    Last = offset(Do->getDoLoc());
    Length = 2;
  }
  if (!Last)
    return std::nullopt;
  return *Last + Length;
}

std::optional<SourceText::Call> SourceText::call(SourceLocation L) const {
  const auto Begin = offset(L);
  if (!Begin)
    return std::nullopt;
  const unsigned NameLength = Lexer::MeasureTokenLength(L, SM, Lang);
  Lexer Raw(SM.getLocForStartOfFile(File), Lang, Text.begin(),
            Text.begin() + *Begin + NameLength, Text.end());
  Token T;
  unsigned Depth = 0;
  Call Result;
  Result.Name = {*Begin, *Begin + NameLength};
  while (!Raw.LexFromRawLexer(T) || T.isNot(tok::eof)) {
    const auto At = offset(T.getLocation());
    if (!At || T.is(tok::eof))
      return std::nullopt;
    if (T.is(tok::l_paren) && Depth++ == 0)
      Result.Arguments.Begin = *At + 1;
    if (Depth == 0)
      return std::nullopt;
    if (T.is(tok::r_paren) && --Depth == 0) {
      Result.Arguments.End = *At;
      Result.Whole = {*Begin, *At + 1};
      return Result;
    }
    // A directive between the arguments: the text is not what was compiled.
    if (T.is(tok::hash) && T.isAtStartOfLine())
      return std::nullopt;
  }
  return std::nullopt;
}

StringRef SourceText::indentation(unsigned Offset) const {
  const StringRef Line =
      Text.drop_front(Text.take_front(Offset).rfind('\n') + 1);
  return Line.take_while([](char C) { return C == ' ' || C == '\t'; });
}

std::string SourceText::deeper(unsigned Offset) const {
  const StringRef Here = indentation(Offset);
  if (Here.contains('\t'))
    return (Here + "\t").str();
  // The step is the smallest indentation of the lines above, down to a line
  // with less than this one.
  unsigned Step = 4;
  size_t End = Text.rfind('\n', Offset);
  for (unsigned Lines = 0; End != StringRef::npos && End > 0 && Lines < 200;
       ++Lines) {
    const StringRef Above = indentation(End);
    const size_t Start = Text.rfind('\n', End);
    const StringRef Line = Text.slice(Start == StringRef::npos ? 0 : Start + 1, End);
    // Labels stand wherever their author likes.
    if (!Line.trim().empty() && !Line.starts_with("#") &&
        !Line.trim().ends_with(":") &&
        Above.size() < Here.size() && !Above.contains('\t')) {
      Step = Here.size() - Above.size();
      break;
    }
    End = Start;
  }
  if (Step != 2 && Step != 3 && Step != 8)
    Step = 4;
  return Here.str() + std::string(Step, ' ');
}

bool SourceText::startsLine(unsigned Offset) const {
  const StringRef Before = Text.take_front(Offset);
  const StringRef Line = Before.drop_front(Before.rfind('\n') + 1);
  return Line.trim().empty();
}

unsigned SourceText::afterTrailingComment(unsigned End) const {
  const StringRef Rest = Text.drop_front(End).take_until(
      [](char C) { return C == '\n'; });
  const StringRef Trimmed = Rest.trim();
  if (Trimmed.starts_with("//") && !Trimmed.ends_with("\\"))
    return End + Rest.rtrim().size();
  if (Trimmed.starts_with("/*") && Trimmed.find("*/") == Trimmed.size() - 2)
    return End + Rest.rtrim().size();
  return End;
}

unsigned SourceText::afterIncludes(unsigned From) const {
  unsigned Result = From;
  int Depth = 0;
  size_t At = From;
  while ((At = skipBlanksAndComments(At)) < Text.size() && Text[At] == '#') {
    const StringRef Directive = Text.drop_front(At + 1).ltrim(" \t");
    size_t End = Text.find('\n', At);
    while (End != StringRef::npos && Text[End - 1] == '\\')
      End = Text.find('\n', End + 1);
    if (End == StringRef::npos)
      break;
    At = End + 1;
    if (Directive.starts_with("if"))
      ++Depth;
    else if (Directive.starts_with("endif"))
      Depth = std::max(Depth - 1, 0);
    if (Depth == 0 &&
        (Directive.starts_with("include") || Directive.starts_with("endif")))
      Result = At;
  }
  return Result;
}

Stretch SourceText::removal(Stretch Statement) const {
  const StringRef Rest = Text.drop_front(Statement.End);
  const StringRef Line = Rest.take_until([](char C) { return C == '\n'; });
  if (!Line.trim().empty() || !startsLine(Statement.Begin)) {
    // Something else is on the line: leave it where it is.
    unsigned End = Statement.End;
    if (startsLine(Statement.Begin))
      End += Line.size() - Line.ltrim().size();
    return {Statement.Begin, End};
  }
  // From the end of the line before: clang-tidy trims what an edit leaves at
  // the start of a line.
  const StringRef Before = Text.take_front(Statement.Begin);
  const size_t LineBefore = Before.rfind('\n');
  unsigned End = Statement.End + Line.size();
  // Of the empty lines around it, one is enough.
  const StringRef Above =
      LineBefore == StringRef::npos ? StringRef() : Text.take_front(LineBefore);
  const StringRef LastAbove = Above.drop_front(Above.rfind('\n') + 1).trim();
  const StringRef Below = Text.drop_front(End);
  const StringRef Next =
      Below.drop_front(1).take_until([](char C) { return C == '\n'; });
  if ((LastAbove.empty() || LastAbove.ends_with("{")) &&
      Below.starts_with("\n") && Next.size() + 1 < Below.size() &&
      Next.trim().empty())
    End += 1 + Next.size();
  return {unsigned(LineBefore == StringRef::npos ? 0 : LineBefore), End};
}

// Whether a directive that begins like one of these stands in the text.
static bool hasDirective(StringRef Text, llvm::ArrayRef<StringRef> Beginnings) {
  llvm::SmallVector<StringRef, 64> Lines;
  Text.split(Lines, '\n');
  return llvm::any_of(Lines, [&](StringRef Line) {
    Line = Line.ltrim();
    return Line.consume_front("#") && llvm::any_of(Beginnings, [&](StringRef B) {
             return Line.ltrim().starts_with(B);
           });
  });
}

bool SourceText::hasConditional(Stretch In) const {
  return hasDirective(text(In), {"if", "el"});
}

bool SourceText::opensConditional(Stretch In) const {
  return hasDirective(text(In), {"if"});
}

static bool isInWord(char C) {
  return isalnum(static_cast<unsigned char>(C)) || C == '_';
}

// True when the word stands in the text by itself.
static bool hasWord(StringRef Text, StringRef Word) {
  for (size_t At = Text.find(Word); At != StringRef::npos;
       At = Text.find(Word, At + 1)) {
    const size_t End = At + Word.size();
    if ((At == 0 || !isInWord(Text[At - 1])) &&
        (End == Text.size() || !isInWord(Text[End])))
      return true;
  }
  return false;
}

bool SourceText::conditionalSays(Stretch In, StringRef Word) const {
  llvm::SmallVector<StringRef, 64> Lines;
  text(In).split(Lines, '\n');
  unsigned Depth = 0;
  bool Skipping = false; // another branch of the part that In begins in
  for (StringRef Line : Lines) {
    StringRef Directive = Line.ltrim();
    if (Directive.consume_front("#")) {
      Directive = Directive.ltrim();
      if (Directive.starts_with("if"))
        ++Depth;
      else if (Directive.starts_with("el"))
        Skipping |= Depth == 0;
      else if (Directive.starts_with("endif")) {
        if (Depth == 0)
          Skipping = false;
        else
          --Depth;
      }
    } else if (Depth > 0 && !Skipping && hasWord(Line, Word)) {
      return true;
    }
  }
  return false;
}

unsigned SourceText::countWord(
    StringRef Word, llvm::function_ref<bool(SourceLocation)> Skip) const {
  Lexer Lex(SM.getLocForStartOfFile(File), Lang, Text.begin(), Text.begin(),
            Text.end());
  unsigned Count = 0;
  Token T;
  while (!Lex.LexFromRawLexer(T))
    Count += T.is(tok::raw_identifier) && T.getRawIdentifier() == Word &&
             !Skip(T.getLocation());
  return Count;
}

std::string SourceText::freeName(StringRef Base, Stretch In, const Stmt *Block,
                                 const NewVariables &Given) const {
  if (WordsOf.Begin != In.Begin || WordsOf.End != In.End) {
    WordsOf = In;
    Words.clear();
    StringRef Rest = text(In);
    while (!Rest.empty()) {
      const StringRef Word = Rest.take_while(isInWord);
      if (!Word.empty())
        Words.insert(Word);
      Rest = Rest.drop_front(std::max<size_t>(Word.size(), 1));
    }
  }
  std::string Name = Base.str();
  for (unsigned N = 2; Words.contains(Name) || Given.count({Block, Name}); ++N)
    Name = (Base + llvm::Twine(N)).str();
  return Name;
}

StringRef SourceText::nullPointer() const {
  return Lang.CPlusPlus && !Text.contains("NULL") ? "nullptr" : "NULL";
}

} // namespace ftidy::fix
