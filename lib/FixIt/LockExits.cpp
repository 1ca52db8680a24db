//===-- LockExits.cpp - the ways out of a locked region
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The second half of LockRegion: what is written at each jump, at each round of
// a loop, and before and behind the section.
//
//===----------------------------------------------------------------------===//

#include "FixIt/LockRegion.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

using Lines = std::vector<std::string>;
using Statements = llvm::ArrayRef<const Stmt *>;

static const Stmt *bodyOf(const Stmt *Loop) {
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return For->getBody();
  if (const auto *While = dyn_cast<WhileStmt>(Loop))
    return While->getBody();
  if (const auto *Do = dyn_cast<DoStmt>(Loop))
    return Do->getBody();
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(Loop))
    return Range->getBody();
  return nullptr;
}

template <class Visitor> static void each(const Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    Visit(Node);
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
}

// Declarations of the region whose variables are used behind it.
bool LockRegion::hoist(Statements Inside, unsigned End) {
  llvm::DenseSet<const Decl *> UsedAfter;
  each(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    const SourceManager &SM = S.context().getSourceManager();
    if (Ref && Text.offset(SM.getFileLoc(Ref->getLocation())).value_or(0) >= End)
      UsedAfter.insert(Ref->getDecl());
  });
  for (const Stmt *Each : Inside) {
    const auto *Declared = dyn_cast<DeclStmt>(Each);
    // What its destructor does would come before what follows the section.
    if (Declared && llvm::any_of(Declared->decls(), [](const Decl *D) {
          const auto *V = dyn_cast<VarDecl>(D);
          return V && V->getType().isDestructedType() != QualType::DK_none;
        }))
      return refuse(Reason::SharedDeclaration);
    if (!Declared || llvm::none_of(Declared->decls(), [&](const Decl *D) {
          return UsedAfter.contains(D);
        }))
      continue;
    const auto *V = Declared->isSingleDecl()
                        ? dyn_cast<VarDecl>(Declared->getSingleDecl())
                        : nullptr;
    const auto Where = Text.statement(Each);
    const auto Name = V ? Text.offset(V->getLocation()) : std::nullopt;
    if (!V || !Where || !Name || !V->hasLocalStorage() ||
        !V->getType()->isScalarType() || V->getType().isConstQualified())
      return refuse(Reason::SharedDeclaration);
    const std::string Type = Text.text({Where->Begin, *Name}).str();
    if (StringRef(Type).contains('('))
      return refuse(Reason::SharedDeclaration);
    Hoisted.push_back(Type + V->getNameAsString() + ";");
    if (V->getInit()) {
      Edits.push_back({Where->Begin, *Name - Where->Begin, ""});
    } else if (Each == Inside.front() || Each == Inside.back()) {
      Edits.push_back({Where->Begin, Where->End - Where->Begin, ";"});
    } else {
      const Stretch Gone = Text.removal(*Where);
      Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
    }
  }
  return true;
}

// The items of a round may lose their container while the lock is suspended.
bool LockRegion::holdEachRound(const Region &R) {
  if (R.Held.empty())
    return true;
  Round = R.Loop;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(bodyOf(Round));
  if (!Body || Body->body_empty())
    return refuse(Reason::Unbraced);
  const auto Open = Text.offset(Body->getLBracLoc());
  const auto Last = Text.statement(Body->body_back());
  const auto First = Text.statement(Body->body_front());
  if (!Open || !First || !Last)
    return refuse(Reason::HiddenByMacro);
  const std::string Indent = Text.startsLine(First->Begin)
                                 ? Text.indentation(First->Begin).str()
                                 : Text.deeper(*Open);
  std::string Taken;
  for (const VarDecl *V : R.Held) {
    std::string Held = V->getNameAsString();
    if (llvm::is_contained(R.Copied, V)) {
      const std::string Of = std::exchange(Held, name(Held + "_held"));
      Taken += "\n" + Indent + "PyObject *" + Held + " = Py_NewRef(" + Of + ");";
    } else {
      Taken += "\n" + Indent + "Py_INCREF(" + Held + ");";
    }
    Releases.push_back("Py_DECREF(" + Held + ");");
  }
  // Behind the declarations that only make room, as C89 wants it.
  unsigned From = *Open + 1;
  for (const Stmt *Each : Body->body()) {
    const auto *Declared = dyn_cast<DeclStmt>(Each);
    const auto Where = Declared ? Text.statement(Each) : std::nullopt;
    if (!Where || Each == Body->body_back() ||
        llvm::any_of(Declared->decls(), [](const Decl *D) {
          const auto *V = dyn_cast<VarDecl>(D);
          return !V || V->getInit();
        }))
      break;
    From = Where->End;
  }
  Edits.push_back({Text.afterTrailingComment(From), 0, Taken});
  if (!isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(Body->body_back()))
    Edits.push_back({Text.afterTrailingComment(Last->End), 0,
                     "\n" + Indent + joined(Releases, Indent)});
  // The jumps that end a round without leaving the section.
  bool Fine = true;
  each(Round, [&](const Stmt *Node) {
    const auto *Goto = dyn_cast<GotoStmt>(Node);
    if (Goto && !Tree.contains(Round, Goto->getLabel()->getStmt()) &&
        llvm::none_of(Exits, [&](const Exit &E) { return E.Jump == Goto; }))
      Fine = refuse(Reason::UnknownExit);
    const bool Ends = (isa<BreakStmt>(Node) &&
                       llvm::is_contained(Tree.breaksOf(Round), Node)) ||
                      (isa<ContinueStmt>(Node) && Tree.loopOf(Node) == Round);
    if (!Ends)
      return;
    const auto Where = Text.of(Node);
    if (!Where || Node->getBeginLoc().isMacroID()) {
      Fine = refuse(Reason::MacroExit);
      return;
    }
    Lines Code = Releases;
    Code.push_back(Text.text(*Where).str() + ";");
    Fine = replaceJump(Node, std::move(Code)) && Fine;
  });
  return Fine;
}

// True when nothing of the region runs after S.
bool LockRegion::isLast(const Stmt *S, Statements Inside) const {
  while (S != Inside.back()) {
    const Stmt *Parent = Tree.parent(S);
    if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Parent)) {
      if (Block->body_empty() || Block->body_back() != S)
        return false;
    } else if (!isa_and_nonnull<IfStmt>(Parent)) {
      return false;
    }
    S = Parent;
  }
  return true;
}

bool LockRegion::rewriteExits(Statements Inside) {
  for (const Exit &E : Exits) {
    Lines Code;
    if (!E.Before.empty())
      Code.push_back(E.Before);
    if (Round && Tree.contains(Round, E.Jump))
      Code.insert(Code.end(), Releases.begin(), Releases.end());
    if (E.Code)
      Code.push_back(Flag + " = " + std::to_string(E.Code) + ";");
    if (!isLast(E.Jump, Inside)) {
      // The last loop is left by break, from anywhere else by goto.
      const Stmt *Last = Inside.back();
      const Stmt *Around = E.Jump;
      do
        Around = Tree.parent(Around);
      while (Around && !isLoop(Around) && !isa<SwitchStmt>(Around));
      if (Around == Last) {
        Code.push_back("break;");
      } else {
        const bool PassesDeclaration =
            llvm::any_of(Inside, [&](const Stmt *Each) {
              return isa<DeclStmt>(Each) &&
                     E.Jump->getBeginLoc() < Each->getBeginLoc();
            });
        if (PassesDeclaration && S.context().getLangOpts().CPlusPlus)
          return refuse(Reason::UnknownExit);
        if (Label.empty())
          Label = name("done");
        Code.push_back("goto " + Label + ";");
      }
    }
    const auto Where = Text.statement(E.Jump);
    if (Code.empty() && Where && Tree.standsInCompound(E.Jump)) {
      const Stretch Gone = Text.removal(*Where);
      Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
      continue;
    }
    if (Code.empty())
      Code.push_back(";");
    if (!replaceJump(E.Jump, std::move(Code)))
      return false;
  }
  return true;
}

bool LockRegion::replaceJump(const Stmt *Jump, Lines Code) {
  const auto Where = Text.statement(Jump);
  if (!Where)
    return refuse(Reason::MacroExit);
  std::string Indent = Text.indentation(Where->Begin).str(), Open, Close;
  if (!Tree.standsInCompound(Jump)) {
    // `if (x) return;` opens the brace behind its head, wherever that ends.
    const Stmt *Parent = Tree.parent(Jump);
    const std::string Outer =
        Text.indentation(Text.offset(Parent->getBeginLoc()).value_or(0)).str();
    const auto Head = Text.headEnd(Parent, Jump);
    if (Head && Text.startsLine(Where->Begin)) {
      Edits.push_back({*Head, 0, " {"});
    } else {
      Indent = Text.deeper(Where->Begin);
      Open = "{\n" + Indent;
    }
    Close = "\n" + Outer + "}";
  }
  Edits.push_back({Where->Begin, Where->End - Where->Begin,
                   Open + joined(Code, Indent) + Close});
  return true;
}

// In C++ no jump may pass by an initialised variable.
Lines LockRegion::declarations(const Stmt *First) const {
  const bool Passed = S.context().getLangOpts().CPlusPlus &&
                      Tree.isJumpedPast(First, F.decl().getBody());
  Lines Result = Hoisted, Set;
  const auto Declare = [&](const std::string &Type, const std::string &Name,
                           const std::string &Init) {
    if (Passed) {
      Result.push_back(Type + Name + ";");
      Set.push_back(Name + " = " + Init + ";");
    } else {
      Result.push_back(Type + Name + " = " + Init + ";");
    }
  };
  if (!Flag.empty())
    Declare("int ", Flag, "0");
  if (!Value.empty()) {
    const QualType Returned = F.decl().getReturnType().getUnqualifiedType();
    std::string Type =
        Returned.getAsString(PrintingPolicy(S.context().getLangOpts()));
    if (!StringRef(Type).ends_with("*"))
      Type += " ";
    Declare(Type, Value,
            Returned->isPointerType() ? Text.nullPointer().str()
            : Returned->isEnumeralType()
                ? "(" + StringRef(Type).rtrim().str() + ")0"
                : "0");
  }
  Result.insert(Result.end(), Set.begin(), Set.end());
  return Result;
}

// What follows the section, in the order of the codes.
Lines LockRegion::jumps(unsigned At) const {
  Lines Result;
  const auto Add = [&](StringRef Indent, StringRef Code) {
    for (const StringRef Line : llvm::split(Code, '\n'))
      Result.push_back((Indent + Line).str());
  };
  const std::string Deeper =
      Text.deeper(At).substr(Text.indentation(At).size());
  for (unsigned Code = 1; Code <= Codes; ++Code)
    for (const Exit &E : Exits)
      if (E.Code == Code) {
        Result.push_back("if (" + Flag +
                         (Codes > 1 ? " == " + std::to_string(Code) : "") +
                         ") {");
        Add(Deeper, E.Then);
        Result.push_back("}");
        break;
      }
  if (!Otherwise.empty())
    Add("", Otherwise);
  return Result;
}

llvm::SmallVector<const Stmt *, 4>
LockRegion::around(llvm::ArrayRef<const Stmt *> Nodes) const {
  llvm::SmallVector<const Stmt *, 4> Result;
  if (Nodes.empty())
    return Result;
  for (const Stmt *Up = Nodes.front(); Up; Up = Tree.parent(Up)) {
    const auto *Block = dyn_cast<CompoundStmt>(Up);
    if (!Block || !llvm::all_of(Nodes, [&](const Stmt *Node) {
          return Tree.contains(Block, Node);
        }))
      continue;
    const auto Holds = [&](const Stmt *Child) {
      return llvm::any_of(Nodes, [&](const Stmt *Node) {
        return Tree.contains(Child, Node);
      });
    };
    const auto First = llvm::find_if(Block->body(), Holds);
    auto Last = First;
    for (auto It = First; It != Block->body_end(); ++It)
      if (Holds(*It))
        Last = It;
    Result.append(First, Last + 1);
    return Result;
  }
  return Result;
}

} // namespace ftidy::fix
