//===-- DeclareGil.cpp - declare that a module needs the GIL
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/DeclareGil.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Flow/Graph.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include <map>

using namespace clang;

namespace ftidy::fix {

// What the declaration says to those who read it later.
static std::vector<std::string> explain(llvm::ArrayRef<Said> Left) {
  if (Left.empty())
    return {"The GIL stays on. Py_MOD_GIL_NOT_USED is for when it is known that",
            "nothing here relies on it."};
  std::map<std::string, size_t> Checks;
  for (const Said &One : Left)
    ++Checks[One.Check];
  std::vector<std::string> Lines{"The GIL stays on. Left to do in this file:"};
  for (const auto &[Check, Times] : Checks)
    Lines.push_back("- " + Check + ": " +
                    (Times == 1 ? "one place" : std::to_string(Times) + " places"));
  Lines.push_back("Py_MOD_GIL_NOT_USED is for when nothing relies on it any more.");
  return Lines;
}

// `/* one */` or, for more lines, a block with stars.
static std::string comment(llvm::ArrayRef<std::string> Lines,
                           StringRef Indentation) {
  std::string Text;
  for (size_t I = 0; I < Lines.size(); ++I)
    Text += (Indentation + (I ? " * " : "/* ") + Lines[I] +
             (I + 1 == Lines.size() ? " */\n" : "\n"))
                .str();
  return Text;
}

// An array on one line, with a line for each element and Code before the last.
static std::optional<std::string> onLines(const InitListExpr &List, Stretch Whole,
                                          const SourceText &Text,
                                          const std::string &Code,
                                          StringRef Indentation) {
  if (Text.text(Whole).contains('\n') || Text.hasComment(Whole))
    return std::nullopt;
  std::string Rows = "{\n";
  for (unsigned I = 0; I < List.getNumInits(); ++I) {
    const auto Element = Text.of(List.getInit(I));
    if (!Element)
      return std::nullopt;
    const bool IsLast = I + 1 == List.getNumInits();
    Rows += ((IsLast ? Code : std::string()) + Indentation +
             Text.text(*Element) + (IsLast ? "\n" : ",\n"))
                .str();
  }
  return Rows + Text.indentation(Whole.Begin).str() + "}";
}

// {Py_mod_gil, Py_MOD_GIL_USED}, before the end of the array.
static EditPlan slot(const roles::Module &M, const SourceText &Text,
                     llvm::ArrayRef<std::string> Comment) {
  const auto *Array = M.Slots ? M.Slots->getType()->getAsArrayTypeUnsafe() : nullptr;
  const auto *Record =
      Array ? Array->getElementType()->getAsRecordDecl() : nullptr;
  const auto *List = M.Slots && M.Slots->getAnyInitializer()
                         ? dyn_cast<InitListExpr>(M.Slots->getAnyInitializer())
                         : nullptr;
  if (!List || !Record || Record->getName() != "PyModuleDef_Slot" ||
      List->getNumInits() == 0)
    return EditPlan::refuse(Reason::NoSlots);
  if (List->getSyntacticForm())
    List = List->getSyntacticForm();
  const auto Last = Text.of(List->getInit(List->getNumInits() - 1));
  const auto Whole = Text.of(List);
  if (!Last || !Whole || Last->Begin < Whole->Begin || Last->End > Whole->End)
    return EditPlan::refuse(Reason::HiddenByMacro);
  if (Text.text({Last->End, Whole->End}).contains('#'))
    return EditPlan::refuse(Reason::Conditional);
  const bool OwnLine = Text.startsLine(Last->Begin);
  const std::string Indentation = OwnLine
                                      ? Text.indentation(Last->Begin).str()
                                      : Text.deeper(Last->Begin);
  std::string Code = "#ifdef Py_mod_gil\n" + comment(Comment, Indentation) +
                     Indentation + "{Py_mod_gil, Py_MOD_GIL_USED},\n#endif\n";
  if (!OwnLine) {
    if (auto Rows = onLines(*List, *Whole, Text, Code, Indentation))
      return EditPlan::of({{Whole->Begin, Whole->End - Whole->Begin, *Rows}});
    return EditPlan::of({{Last->Begin, 0, "\n" + Code + Indentation}});
  }
  const unsigned Line = Last->Begin - Indentation.size();
  return EditPlan::of({{Line, 0, std::move(Code)}});
}

// PyUnstable_Module_SetGIL(module, Py_MOD_GIL_USED), once the module is there.
static std::string call(StringRef Module, llvm::ArrayRef<std::string> Comment,
                        StringRef Indentation, StringRef Deeper, bool Tested,
                        StringRef Null) {
  std::string Code = "#ifdef Py_GIL_DISABLED\n";
  if (!Tested)
    Code += (Indentation + "if (" + Module + " != " + Null + ") {\n").str();
  const StringRef Inner = Tested ? Indentation : Deeper;
  Code += comment(Comment, Inner);
  Code += (Inner + "PyUnstable_Module_SetGIL(" + Module +
           ", Py_MOD_GIL_USED);\n")
              .str();
  if (!Tested)
    Code += (Indentation + "}\n").str();
  return Code + "#endif\n";
}

// The statement behind S in its block, or null.
static const Stmt *following(const Stmt *S, const Structure &Tree) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(S));
  if (!Block)
    return nullptr;
  const auto *It = llvm::find(Block->body(), S);
  return It == Block->body_end() || std::next(It) == Block->body_end()
             ? nullptr
             : *std::next(It);
}

// Whether a statement leaves the function or the block when the module is null:
// `if (m == NULL) return NULL;`
static bool leavesWhenNull(const Stmt *S, const ValueDecl *Module,
                           const Expr *Assignment) {
  const auto *If = dyn_cast_or_null<IfStmt>(S);
  const auto Test = If && !If->getElse() ? flow::nullTest(If->getCond())
                                         : std::nullopt;
  if (!Test || !Test->NullWhen)
    return false;
  const Expr *Subject = capi::strip(Test->Subject);
  const auto *Ref = dyn_cast<DeclRefExpr>(Subject);
  if (Subject != Assignment && (!Ref || Ref->getDecl() != Module))
    return false;
  const Stmt *Last = If->getThen();
  if (const auto *Body = dyn_cast<CompoundStmt>(Last))
    Last = Body->body_empty() ? nullptr : Body->body_back();
  return isa_and_nonnull<ReturnStmt, GotoStmt>(Last);
}

static EditPlan setGil(const roles::Module &M, Session &S,
                       const SourceText &Text,
                       llvm::ArrayRef<std::string> Comment) {
  const capi::Use &Made = *M.Made;
  const auto Call = Text.call(Made.Loc);
  if (Made.InMacroBody || !Call || !Made.expr())
    return EditPlan::refuse(Reason::HiddenByMacro);
  const Structure Tree(M.In->getBody());
  const Stmt *Statement = Tree.statementOf(Made.Node);
  if (!Statement || !Tree.standsInCompound(Statement))
    return EditPlan::refuse(Reason::Unbraced);
  const auto Where = Text.statement(Statement);
  if (!Where)
    return EditPlan::refuse(Reason::HiddenByMacro);
  const std::string Indentation = Text.indentation(Where->Begin).str();
  const std::string Deeper = Text.deeper(Where->Begin);
  const StringRef Null = Text.nullPointer();

  // return PyModule_Create(&definition);
  if (const auto *Return = dyn_cast<ReturnStmt>(Statement)) {
    if (capi::strip(Return->getRetValue()) != capi::strip(Made.expr()))
      return EditPlan::refuse(Reason::Nested);
    const auto Value = Text.of(Return->getRetValue());
    if (!Value || (S.context().getLangOpts().CPlusPlus &&
                   Tree.isJumpedPast(Statement, M.In->getBody())))
      return EditPlan::refuse(Reason::Nested);
    const auto All = Text.of(M.In->getBody());
    if (!All)
      return EditPlan::refuse(Reason::HiddenByMacro);
    const std::string Name = Text.freeName("module", *All);
    // `{ return PyModule_Create(...); }` on one line becomes several.
    const bool OwnLine = Text.startsLine(Where->Begin);
    const std::string Here = OwnLine ? Indentation : Deeper;
    const std::string More =
        Here + Deeper.substr(std::min(Indentation.size(), Deeper.size()));
    unsigned Begin = Where->Begin;
    while (!OwnLine && Begin > 0 && Text.text({Begin - 1, Begin}) == " ")
      --Begin;
    return EditPlan::of(
        {{Begin, Where->End - Begin,
          (OwnLine ? "" : "\n" + Here) + "PyObject *" + Name + " = " +
              Text.text(*Value).str() + ";\n" +
              call(Name, Comment, Here, More, false, Null) + Here + "return " +
              Name + ";"}});
  }

  // PyObject *m = PyModule_Create(...), m = ..., if ((m = ...) == NULL)
  const ValueDecl *Module = nullptr;
  const Expr *Assignment = nullptr;
  std::string Name;
  if (const auto *Declared = dyn_cast<DeclStmt>(Statement)) {
    if (const auto *V = Declared->isSingleDecl()
                            ? dyn_cast<VarDecl>(Declared->getSingleDecl())
                            : nullptr;
        V && V->getInit() && V->getType()->isPointerType() &&
        capi::strip(V->getInit()) == capi::strip(Made.expr())) {
      Module = V;
      Name = V->getName().str();
    }
  } else {
    for (const Stmt *Up = Made.Node; Up && Up != Tree.parent(Statement);
         Up = Tree.parent(Up))
      if (const auto *Op = dyn_cast<BinaryOperator>(Up);
          Op && Op->getOpcode() == BO_Assign &&
          capi::strip(Op->getRHS()) == capi::strip(Made.expr())) {
        Assignment = Op;
        if (const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(Op->getLHS())))
          Module = Ref->getDecl();
        if (const auto To = Text.of(Op->getLHS()))
          Name = Text.text(*To).str();
      }
    // The whole statement, or the test of it.
    if (Assignment && Statement != Assignment &&
        !leavesWhenNull(Statement, Module, Assignment))
      Name.clear();
  }
  if (Name.empty() || (Assignment && !Module))
    return EditPlan::refuse(Reason::Nested);
  const Stmt *After = Statement;
  bool Tested = Assignment && Statement != Assignment;
  if (const Stmt *Next = following(Statement, Tree);
      !Tested && leavesWhenNull(Next, Module, nullptr)) {
    After = Next;
    Tested = true;
  }
  const auto Until = Text.statement(After);
  if (!Until)
    return EditPlan::refuse(Reason::HiddenByMacro);
  // Where the branch ends that the call stands in (`#else` for Python 2), the
  // test behind it is for all of them. A branch that begins is another matter.
  if (const StringRef Between = Text.text({Where->Begin, Until->End});
      Between.contains("#") &&
      (After == Statement || Text.opensConditional({Where->Begin, Until->End})))
    return EditPlan::refuse(Reason::Conditional);
  const unsigned End = Text.afterTrailingComment(Until->End);
  std::string Code = "\n" + call(Name, Comment, Indentation, Deeper, Tested, Null);
  Code.pop_back(); // the line's own end follows
  if (!Text.endsLine(End))
    Code += "\n" + Indentation;
  return EditPlan::of({{End, 0, std::move(Code)}});
}

// PYBIND11_MODULE(name, m, pybind11::mod_gil_not_used(false))
static EditPlan option(const roles::Module &M, Session &S,
                       const SourceText &Text) {
  const auto Call = Text.call(M.Loc);
  if (!Call)
    return EditPlan::refuse(Reason::HiddenByMacro);
  // Older releases of the library do not have it.
  ASTContext &Context = S.context();
  const auto [Space, Class] = M.Option.rsplit("::");
  const DeclContext *In = Context.getTranslationUnitDecl();
  for (StringRef Rest = Space; In && !Rest.empty();) {
    const auto [Name, After] = Rest.split("::");
    const DeclContext *Inner = nullptr;
    for (const NamedDecl *D : In->lookup(&Context.Idents.get(Name)))
      if (const auto *N = dyn_cast<NamespaceDecl>(D))
        Inner = N;
    In = Inner;
    Rest = After;
  }
  if (!In || In->lookup(&Context.Idents.get(Class)).empty())
    return EditPlan::refuse(Reason::OldLibrary);
  unsigned End = Call->Arguments.End;
  while (End > Call->Arguments.Begin &&
         isspace(static_cast<unsigned char>(Text.text({End - 1, End})[0])))
    --End;
  return EditPlan::of({{End, 0, ", " + M.Option.str() + "(false)"}});
}

EditPlan declareGilUsed(const roles::Module &M, Session &S,
                        llvm::ArrayRef<Said> Left) {
  const std::vector<std::string> Comment = explain(Left);
  const SourceText Text(S.context(), M.Loc);
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  switch (M.As) {
  case roles::Phase::Single:
    return setGil(M, S, Text, Comment);
  case roles::Phase::Multi:
  case roles::Phase::Export:
    return slot(M, Text, Comment);
  case roles::Phase::Library:
    return option(M, S, Text);
  case roles::Phase::Elsewhere:
    break;
  }
  return EditPlan::refuse(Reason::MadeElsewhere);
}

EditPlan askForFreeBuild(const capi::Mention &Declaration, Session &S) {
  const SourceText Text(S.context(), Declaration.Loc);
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  const capi::Directive &By = Declaration.Under.back();
  const auto Hash = Text.offset(By.Hash);
  // Nothing else may hang on the condition, and nothing be there without it.
  const StringRef Rest = Hash ? Text.from(*Hash) : StringRef();
  const size_t Line = Rest.find('\n');
  const size_t EndLine = Line == StringRef::npos ? Line : Rest.find("\n#", Line);
  if (EndLine == StringRef::npos ||
      !StringRef(By.Text).starts_with("if") ||
      !Rest.drop_front(EndLine + 2).ltrim(" \t").starts_with("endif") ||
      Rest.slice(Line, EndLine).count(';') > 1 || Rest[Line - 1] == '\\')
    return EditPlan::refuse(Reason::Conditional);
  return EditPlan::of({{*Hash, unsigned(Line), "#ifdef Py_GIL_DISABLED"}});
}

} // namespace ftidy::fix
