//===-- Use.cpp - one occurrence of a C API name
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/Use.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "llvm/Support/Regex.h"
#include <set>

using namespace clang;

namespace ftidy::capi {

// Nearly all expressions: nothing to look through.
static bool isBare(const Expr &E) {
  switch (E.getStmtClass()) {
  case Stmt::ArraySubscriptExprClass:
  case Stmt::BinaryOperatorClass:
  case Stmt::CallExprClass:
  case Stmt::DeclRefExprClass:
  case Stmt::IntegerLiteralClass:
  case Stmt::MemberExprClass:
  case Stmt::StringLiteralClass:
    return true;
  default:
    return false;
  }
}

const Expr *strip(const Expr *E) {
  while (E && !isBare(*E)) {
    const Expr *Next = E->IgnoreParenCasts();
    if (const auto *Full = dyn_cast<FullExpr>(Next))
      Next = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Next))
      Next = Temporary->getSubExpr();
    else if (const auto *Generic = dyn_cast<GenericSelectionExpr>(Next);
             Generic && !Generic->isResultDependent())
      Next = Generic->getResultExpr();
    if (Next == E)
      return E;
    E = Next;
  }
  return E;
}

// The token that belongs to this very node and to none of its children.
static SourceLocation ownToken(const Stmt *S) {
  if (const auto *Call = dyn_cast<CallExpr>(S))
    return Call->getCallee()->getExprLoc();
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(S))
    return Subscript->getRBracketLoc();
  if (const auto *Conditional = dyn_cast<ConditionalOperator>(S))
    return Conditional->getQuestionLoc();
  if (const auto *Statement = dyn_cast<StmtExpr>(S))
    return Statement->getLParenLoc();
  if (const auto *E = dyn_cast<Expr>(S))
    return E->getExprLoc();
  return S->getBeginLoc();
}

// Whether two locations are in one text: a file, the body of one expansion, or
// one argument put in place of one parameter.
static bool inSameText(SourceLocation A, SourceLocation B,
                       const SourceManager &SM) {
  if (SM.getFileID(A) == SM.getFileID(B))
    return true;
  return SM.isMacroArgExpansion(A) && SM.isMacroArgExpansion(B) &&
         SM.getImmediateExpansionRange(A).getBegin() ==
             SM.getImmediateExpansionRange(B).getBegin();
}

// Whether [Begin, End] is all that a macro's body says, but for parentheses
// and casts.
static bool isWholeBody(SourceLocation Begin, SourceLocation End,
                        const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const FileID Body = SM.getFileID(Begin);
  const char *Start = SM.getCharacterData(SM.getSpellingLoc(
      SM.getSLocEntry(Body).getExpansion().getSpellingLoc()));
  const llvm::StringRef Text(Start, SM.getFileIDSize(Body));
  const unsigned To =
      SM.getFileOffset(End) +
      Lexer::MeasureTokenLength(SM.getSpellingLoc(End), SM,
                                Context.getLangOpts());
  static const llvm::Regex Around(
      R"(^(\s|\\|\(\s*[A-Za-z_][A-Za-z0-9_ :]*\**\s*\)|[a-z]+_cast<[^>]*>|\()*$)");
  return Around.match(Text.take_front(SM.getFileOffset(Begin))) &&
         Text.drop_front(std::min<size_t>(To, Text.size()))
                 .find_first_not_of(") \t\\\n") == llvm::StringRef::npos;
}

llvm::StringRef written(const Expr *E, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Own = ownToken(E), Begin = E->getBeginLoc(),
                 End = E->getEndLoc();
  // Follow the expression's own token to the file, and take its ends along.
  while (true) {
    while (Begin.isMacroID() && !inSameText(Begin, Own, SM))
      Begin = SM.getImmediateExpansionRange(Begin).getBegin();
    while (End.isMacroID() && !inSameText(End, Own, SM))
      End = SM.getImmediateExpansionRange(End).getEnd();
    if (!inSameText(Begin, Own, SM) || !inSameText(End, Own, SM))
      return {};
    if (Own.isFileID())
      return Lexer::getSourceText(CharSourceRange::getTokenRange(Begin, End),
                                  SM, Context.getLangOpts());
    if (SM.isMacroArgExpansion(Own)) {
      Own = SM.getImmediateSpellingLoc(Own);
      Begin = SM.getImmediateSpellingLoc(Begin);
      End = SM.getImmediateSpellingLoc(End);
    } else {
      if (!isWholeBody(Begin, End, Context))
        return {};
      const CharSourceRange Call = SM.getImmediateExpansionRange(Own);
      Own = Begin = Call.getBegin();
      End = Call.getEnd();
    }
  }
}

llvm::StringRef macroName(SourceLocation L, const ASTContext &Context) {
  return Lexer::getImmediateMacroName(L, Context.getSourceManager(),
                                      Context.getLangOpts());
}

llvm::StringRef tokenAt(SourceLocation L, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  return {SM.getCharacterData(L),
          Lexer::MeasureTokenLength(L, SM, Context.getLangOpts())};
}

bool isNone(const Expr *E) {
  const auto *Address = dyn_cast_or_null<UnaryOperator>(strip(E));
  if (!Address || Address->getOpcode() != UO_AddrOf)
    return false;
  const auto *Ref = dyn_cast<DeclRefExpr>(strip(Address->getSubExpr()));
  return Ref && Ref->getDecl()->getIdentifier() &&
         Ref->getDecl()->getName() == "_Py_NoneStruct";
}

class UseCollector {
public:
  UseCollector(Uses &Into, const ASTContext &Context, const FactIndex &Facts,
               const MacroLog &Macros)
      : Into(Into), SM(Context.getSourceManager()), Facts(Facts),
        Macros(Macros) {}

  void visit(const Stmt *S) {
    // These have no token of their own.
    if (isa<ImplicitCastExpr, FullExpr, MaterializeTemporaryExpr,
            CXXDefaultArgExpr, InitListExpr, DeclStmt>(S))
      return;
    const SourceLocation Own = ownToken(S);
    if (Own.isMacroID() && visitExpanded(S, Own))
      return;
    if (const auto *Call = dyn_cast<CallExpr>(S))
      visitCall(Call, Own);
    else if (const auto *Member = dyn_cast<MemberExpr>(S))
      visitMember(Member);
  }

private:
  struct Spelling {
    const Fact *F = nullptr;
    SourceLocation Expansion; // of the outermost API macro
    SourceLocation File;      // where the author wrote it
    bool InMacroBody = false;
  };

  Spelling climb(SourceLocation L) {
    if (L.isFileID()) {
      Spelling Result;
      Result.File = L;
      return Result;
    }
    const FileID Text = SM.getFileID(L);
    const SrcMgr::ExpansionInfo &Expansion = SM.getSLocEntry(Text).getExpansion();
    if (Expansion.isMacroArgExpansion())
      return climb(SM.getImmediateSpellingLoc(L));
    // All tokens of a macro's body were written by one expansion.
    if (const auto It = Climbed.find(Text); It != Climbed.end())
      return It->second;
    const SourceLocation Up = Expansion.getExpansionLocStart();
    Spelling Result = climb(Up);
    if (!Result.F) {
      Result.F = Macros.expandedAt(Up);
      if (Result.F)
        Result.Expansion = Up;
      else
        Result.InMacroBody = true;
    }
    return Climbed[Text] = Result;
  }

  bool visitExpanded(const Stmt *S, SourceLocation Own) {
    const Spelling Spelled = climb(Own);
    if (!Spelled.F)
      return false;
    // Children of a use, and the copies that assert() makes of an argument.
    if (!Seen.insert(Spelled.Expansion.getRawEncoding()).second)
      return true;
    Use U;
    U.F = Spelled.F;
    U.Node = S;
    U.Loc = Spelled.File;
    U.InMacroBody = Spelled.InMacroBody;
    const auto *Call = dyn_cast<CallExpr>(strippedOrSelf(S));
    // `#define PyObject_Length PyObject_Size`: only the name is in the macro.
    const bool OnlyName =
        Call && climb(Call->getRParenLoc()).Expansion != Spelled.Expansion;
    // `_Py_DECREF(__FILE__, __LINE__, op)`: more than the author wrote.
    const bool SameArguments =
        Call && isCalleeOf(*Call, *Spelled.F) &&
        (Call->getNumArgs() == Spelled.F->Args.size() ||
         Spelled.F->isVariadic() || Spelled.F->Args.empty());
    if (Call && (OnlyName || SameArguments))
      for (const Expr *A : Call->arguments())
        U.Args.push_back(strip(A));
    else
      collectMacroArguments(S, Spelled.Expansion, U);
    add(std::move(U));
    return true;
  }

  static const Stmt *strippedOrSelf(const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    return E ? strip(E) : S;
  }

  bool isCalleeOf(const CallExpr &Call, const Fact &F) const {
    const FunctionDecl *Callee = Call.getDirectCallee();
    return Callee && Callee->getIdentifier() &&
           Facts.lookup(Callee->getIdentifier()) == &F;
  }

  void visitCall(const CallExpr *Call, SourceLocation Own) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    // A member or a function of a namespace only shares the name.
    if (!Callee || !Callee->getIdentifier() ||
        !Callee->getDeclContext()->getRedeclContext()->isTranslationUnit())
      return;
    const Fact *F = Facts.lookup(Callee->getIdentifier());
    if (!F)
      return;
    const Spelling Spelled = climb(Own);
    // An argument copied by assert() arrives once for each copy.
    const auto [First, New] =
        SeenCalls.try_emplace(spelledAt(Own), Into.List.size());
    if (!New && Own.isMacroID()) {
      Into.List[First->second].Repeated = true;
      return;
    }
    Use U;
    U.F = F;
    U.Node = Call;
    U.Loc = Spelled.File;
    U.InMacroBody = Spelled.InMacroBody;
    for (const Expr *A : Call->arguments())
      U.Args.push_back(strip(A));
    add(std::move(U));
  }

  // A field of an object that others may replace: `function->func_code`.
  void visitMember(const MemberExpr *Member) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    const Fact *F = Field ? Facts.lookup(*Field) : nullptr;
    if (!F)
      return;
    const Spelling Spelled = climb(Member->getMemberLoc());
    Use U;
    U.F = F;
    U.Node = Member;
    U.Loc = Spelled.File;
    U.InMacroBody = Spelled.InMacroBody;
    U.Args.push_back(strip(wholeObject(Member)));
    add(std::move(U));
  }

  // `o->ob_base.ob_refcnt` is a field of o, in a union or in its header.
  static const Expr *wholeObject(const MemberExpr *Member) {
    const Expr *Base = Member->getBase();
    while (const auto *Part = dyn_cast<MemberExpr>(strip(Base))) {
      const auto *Field = dyn_cast<FieldDecl>(Part->getMemberDecl());
      if (Member->isArrow() || !Field || !Field->getType()->isRecordType())
        break;
      Member = Part;
      Base = Part->getBase();
    }
    return Base;
  }

  // Where the author wrote a token, together with the expansion it is in: two
  // expansions of one project macro are two places.
  std::pair<unsigned, unsigned> spelledAt(SourceLocation L) const {
    return {SM.getSpellingLoc(L).getRawEncoding(),
            SM.getFileLoc(L).getRawEncoding()};
  }

  // The arguments of a macro that is not a call: for each parameter of the
  // macro, the outermost expression whose own token came from its argument.
  void collectMacroArguments(const Stmt *Root, SourceLocation Expansion,
                             Use &U) {
    const MacroInfo *Macro = Macros.definitionAt(Expansion);
    if (!Macro)
      return;
    U.Args.resize(Macro->getNumParams());
    if (U.Args.empty())
      return;
    syntax::forEachStmt(Root, [&](const Stmt *S) {
      const auto *E = dyn_cast<Expr>(S);
      const Expr *Inner = E ? strip(E) : nullptr;
      const int I =
          Inner ? parameterOf(ownToken(Inner), Expansion, *Macro) : -1;
      if (I < 0)
        return true;
      if (!U.Args[I])
        U.Args[I] = Inner;
      return false;
    });
  }

  // The parameter whose argument L was written in, or -1. A token may go
  // through the arguments of inner macros first.
  int parameterOf(SourceLocation L, SourceLocation Expansion,
                  const MacroInfo &Macro) const {
    while (L.isMacroID() && L != Expansion) {
      const SourceLocation Up = SM.getImmediateExpansionRange(L).getBegin();
      if (!SM.isMacroArgExpansion(L)) {
        L = Up;
        continue;
      }
      if (Up.isMacroID() &&
          SM.getImmediateExpansionRange(Up).getBegin() == Expansion) {
        const SourceLocation Named = SM.getSpellingLoc(Up);
        for (const Token &T : Macro.tokens())
          if (T.getLocation() == Named && T.getIdentifierInfo())
            return Macro.getParameterNum(T.getIdentifierInfo());
        return -1;
      }
      L = SM.getImmediateSpellingLoc(L);
    }
    return -1;
  }

  void add(Use U) {
    Into.ByNode[strippedOrSelf(U.Node)] = Into.List.size();
    Into.ByNode.try_emplace(U.Node, Into.List.size());
    Into.List.push_back(std::move(U));
  }

  Uses &Into;
  const SourceManager &SM;
  const FactIndex &Facts;
  const MacroLog &Macros;
  llvm::DenseMap<FileID, Spelling> Climbed;
  llvm::DenseSet<SourceLocation::UIntTy> Seen;
  llvm::DenseMap<std::pair<unsigned, unsigned>, size_t> SeenCalls;
};

Uses::Uses(llvm::ArrayRef<const Stmt *> Code, const ASTContext &Context,
           const FactIndex &Facts, const MacroLog &Macros) {
  UseCollector Collector(*this, Context, Facts, Macros);
  for (const Stmt *S : Code)
    Collector.visit(S);
}

// Which argument of a format of Py_BuildValue is which unit: `s#` and `O&` take
// two.
char Use::effect(unsigned I) const {
  const size_t Format = F->Args.find('F');
  if (Format == StringRef::npos || I < Format)
    return I < F->Args.size() ? F->Args[I] : '.';
  if (I == Format || !arg(I))
    return '.';
  const auto *Literal = dyn_cast_or_null<StringLiteral>(
      arg(Format) ? strip(arg(Format)) : nullptr);
  if (!Literal || Literal->getCharByteWidth() != 1)
    return Args[I]->getType()->isAnyPointerType() ? 'S' : '.';
  const StringRef Units = Literal->getString();
  unsigned At = Format;
  for (size_t U = 0; U < Units.size(); ++U) {
    if (StringRef("()[]{},: \t").contains(Units[U]))
      continue;
    const bool Two =
        U + 1 < Units.size() && (Units[U + 1] == '#' || Units[U + 1] == '&');
    At += Two ? 2 : 1;
    if (At >= I)
      return Units[U] == 'N' && !Two ? 'S' : '.';
    U += Two;
  }
  return '.';
}

const Use *Uses::at(const Stmt *Node) const {
  auto It = ByNode.find(Node);
  if (It == ByNode.end())
    if (const auto *E = dyn_cast_or_null<Expr>(Node); E && !isBare(*E))
      It = ByNode.find(strip(E));
  return It == ByNode.end() ? nullptr : &List[It->second];
}

} // namespace ftidy::capi
