//===-- Sections.cpp - which critical section holds here?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Sections.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

// Text that two spellings of one object share: no white space, no casts to
// PyObject *, no parentheses.
static std::string normalized(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text)
    if (!isspace(static_cast<unsigned char>(C)) && C != '(' && C != ')')
      Result += C;
  llvm::StringRef Short = Result;
  Short.consume_front("PyObject*");
  return Short.str();
}

static bool holdsSection(const VarDecl &V) {
  const CXXRecordDecl *Class = V.getType()->getAsCXXRecordDecl();
  if (!Class)
    return false;
  static constexpr llvm::StringLiteral Names[] = {
#define SCOPED(NAME) NAME,
#include "Guards/Scoped.def"
#undef SCOPED
  };
  if (llvm::is_contained(Names, Class->getQualifiedNameAsString()))
    return true;
  // A project's own: it has the section's state for a member.
  if (!Class->hasDefinition())
    return false;
  return llvm::any_of(Class->getDefinition()->fields(), [](FieldDecl *Field) {
    const RecordDecl *State = Field->getType()->getAsRecordDecl();
    return State && State->getIdentifier() &&
           (State->getName() == "PyCriticalSection" ||
            State->getName() == "PyCriticalSection2");
  });
}

// The functions behind the macros, as an author calls them himself.
enum class ByHand : uint8_t { None, Begins, Ends };

static ByHand byHand(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || !Callee->getIdentifier())
    return ByHand::None;
  llvm::StringRef Name = Callee->getName();
  if (!Name.consume_front("PyCriticalSection") &&
      !Name.consume_front("_PyCriticalSection"))
    return ByHand::None;
  Name.consume_front("2");
  return Name == "_Begin" || Name == "_BeginMutex" ? ByHand::Begins
         : Name == "_End"                           ? ByHand::Ends
                                                    : ByHand::None;
}

// The blocks that macros open, the calls of the functions behind them, and the
// variables that hold sections. Lambdas are functions of their own.
class Sections::Finder {
public:
  Finder(Sections &Into, const capi::MacroLog &Macros)
      : Into(Into), SM(Into.Context.getSourceManager()), Macros(Macros) {}

  void find(const FunctionDecl &F) {
    const SourceRange Range = F.getBody()->getSourceRange();
    const SourceLocation First = SM.getFileLoc(Range.getBegin());
    const SourceLocation Last = SM.getFileLoc(Range.getEnd());
    for (const capi::ScopeMacro &Scope : Macros.scopes())
      if (Scope.Kind == capi::ScopeKind::CriticalSection &&
          SM.isWrittenInSameFile(First, Scope.Begin) &&
          !SM.isBeforeInTranslationUnit(Scope.Begin, First) &&
          SM.isBeforeInTranslationUnit(Scope.Begin, Last))
        Mine.push_back(&Scope);
    walk(F.getBody());
    addCalls();
    for (const capi::ScopeMacro *Scope : Mine)
      if (!InLambda.count(Scope))
        add(*Scope);
    llvm::stable_sort(Into.List, [&](const Section &A, const Section &B) {
      return SM.isBeforeInTranslationUnit(A.Begin, B.Begin);
    });
  }

private:
  void walk(const Stmt *Root) {
    llvm::SmallVector<const Stmt *, 64> Work{Root};
    while (!Work.empty()) {
      const Stmt *Node = Work.pop_back_val();
      if (const auto *Lambda = dyn_cast<LambdaExpr>(Node)) {
        const Stmt *Body = Lambda->getBody();
        for (const capi::ScopeMacro *Scope : Mine)
          if (SM.isBeforeInTranslationUnit(SM.getFileLoc(Body->getBeginLoc()),
                                           Scope->Begin) &&
              SM.isBeforeInTranslationUnit(Scope->Begin,
                                           SM.getFileLoc(Body->getEndLoc())))
            InLambda.insert(Scope);
        continue;
      }
      // What a macro of CPython calls is the macro's.
      if (const auto *Call = dyn_cast<CallExpr>(Node);
          Call && byHand(*Call) != ByHand::None &&
          !isOfMacro(Call->getBeginLoc()))
        Calls.push_back(Call);
      if (const auto *Block = dyn_cast<CompoundStmt>(Node)) {
        if (Block->getLBracLoc().isMacroID())
          Opened.try_emplace(SM.getFileLoc(Block->getLBracLoc()), Block);
        for (const Stmt *Child : Block->body())
          if (const auto *Declared = dyn_cast<DeclStmt>(Child))
            for (const Decl *D : Declared->decls())
              if (const auto *V = dyn_cast<VarDecl>(D); V && holdsSection(*V))
                add(*V, *Block);
      }
      // In source order, so that the outermost block of a macro comes first.
      const size_t Before = Work.size();
      for (const Stmt *Child : Node->children())
        if (Child)
          Work.push_back(Child);
      std::reverse(Work.begin() + Before, Work.end());
    }
  }

  void add(const capi::ScopeMacro &Scope) {
    Section S;
    S.Name = Scope.Name;
    S.Begin = Scope.Begin;
    S.End = Scope.End;
    S.Objects.assign(Scope.Args.begin(), Scope.Args.end());
    if (Scope.Opens)
      S.Body = Opened.lookup(Scope.Begin);
    Into.List.push_back(std::move(S));
  }

  bool isOfMacro(SourceLocation L) const {
    L = SM.getFileLoc(L);
    return llvm::any_of(Mine, [&](const capi::ScopeMacro *Scope) {
      return L == Scope->Begin || L == Scope->End;
    });
  }

  // From a call that begins one to the last one that ends it: each way out has
  // an end of its own.
  void addCalls() {
    for (const CallExpr *Call : Calls) {
      const ByHand What = byHand(*Call);
      if (What == ByHand::Ends || Call->getNumArgs() < 2)
        continue;
      Section S;
      S.Name = Call->getDirectCallee()->getName();
      S.Begin = SM.getFileLoc(Call->getBeginLoc());
      const llvm::StringRef State = capi::written(Call->getArg(0), Into.Context);
      for (const CallExpr *Other : Calls)
        if (byHand(*Other) == ByHand::Ends && Other->getNumArgs() == 1 &&
            capi::written(Other->getArg(0), Into.Context) == State &&
            SM.isBeforeInTranslationUnit(S.Begin,
                                         SM.getFileLoc(Other->getBeginLoc())))
          S.End = SM.getFileLoc(Other->getBeginLoc());
      if (S.End.isInvalid())
        continue;
      for (const Expr *A : llvm::drop_begin(Call->arguments()))
        addObject(A, S);
      Into.List.push_back(std::move(S));
    }
  }

  void add(const VarDecl &V, const CompoundStmt &Block) {
    Section S;
    S.Name = V.getType()->getAsCXXRecordDecl()->getName();
    S.Begin = SM.getFileLoc(V.getLocation());
    S.End = SM.getFileLoc(Block.getRBracLoc());
    S.Body = &Block;
    S.Holder = &V;
    const Expr *Init = V.getInit() ? V.getInit()->IgnoreUnlessSpelledInSource()
                                   : nullptr;
    if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Init)) {
      for (const Expr *A : Construct->arguments())
        addObject(A, S);
    } else if (const auto *List = dyn_cast_or_null<InitListExpr>(Init)) {
      for (const Expr *A : List->inits())
        addObject(A, S);
    } else if (Init) {
      addObject(Init, S);
    }
    Into.List.push_back(std::move(S));
  }

  void addObject(const Expr *A, Section &S) {
    if (isa<CXXDefaultArgExpr>(A))
      return;
    const Expr *Spelled = A->IgnoreUnlessSpelledInSource();
    S.Objects.push_back(capi::written(Spelled, Into.Context).str());
  }

  Sections &Into;
  const SourceManager &SM;
  const capi::MacroLog &Macros;
  llvm::SmallVector<const capi::ScopeMacro *, 4> Mine;
  llvm::SmallVector<const CallExpr *, 4> Calls;
  llvm::DenseMap<SourceLocation, const CompoundStmt *> Opened;
  llvm::DenseSet<const capi::ScopeMacro *> InLambda;
};

Sections::Sections(const FunctionDecl &F, const capi::MacroLog &Macros,
                   const ASTContext &Context)
    : Context(Context) {
  if (F.getBody())
    Finder(*this, Macros).find(F);
}

bool Sections::inside(const Section &S, SourceLocation L) const {
  const SourceManager &SM = Context.getSourceManager();
  L = SM.getFileLoc(L);
  return SM.isBeforeInTranslationUnit(S.Begin, L) &&
         (S.End.isInvalid() || SM.isBeforeInTranslationUnit(L, S.End));
}

const Section *Sections::around(SourceLocation L) const {
  for (const Section &S : llvm::reverse(List))
    if (inside(S, L))
      return &S;
  return nullptr;
}

bool Sections::locks(const Section &S, const Expr *Object) const {
  Object = capi::strip(Object);
  const std::string Wanted =
      Object ? normalized(capi::written(Object, Context)) : std::string();
  return !Wanted.empty() &&
         llvm::any_of(S.Objects, [&](const std::string &Locked) {
           return normalized(Locked) == Wanted;
         });
}

const Section *Sections::on(const Expr *Object, SourceLocation L) const {
  if (Object)
    for (const Section &S : llvm::reverse(List))
      if (inside(S, L) && locks(S, Object))
        return &S;
  return nullptr;
}

const Section *Sections::protecting(const Expr *Object,
                                    SourceLocation L) const {
  for (Object = capi::strip(Object); Object;) {
    if (const Section *S = on(Object, L))
      return S;
    const auto *Field = dyn_cast<MemberExpr>(Object);
    Object = Field ? capi::strip(Field->getBase()) : nullptr;
  }
  return nullptr;
}

} // namespace ftidy::guards
