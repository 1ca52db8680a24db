//===-- Analysed.cpp - code, parsed and ready to be asked -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysed.h"
#include "FixIt/SourceText.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/Version.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/Tooling.h"
#include "gtest/gtest.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;

namespace ftidy::test {

namespace {

/// Keeps the errors as text.
class Listener : public DiagnosticConsumer {
public:
  explicit Listener(std::string &Into) : Into(Into) {}

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &D) override {
    DiagnosticConsumer::HandleDiagnostic(Level, D);
    if (Level < DiagnosticsEngine::Error)
      return;
    llvm::SmallString<128> Text;
    D.FormatDiagnostic(Text);
    if (D.hasSourceManager() && D.getLocation().isValid())
      Into += D.getLocation().printToString(D.getSourceManager()) + ": ";
    Into += (Text + "\n").str();
  }

private:
  std::string &Into;
};

} // namespace

/// Parses and lets the session see the preprocessor first.
class Analysed::Action : public ASTFrontendAction {
public:
  explicit Action(Session &S) : S(S) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &C,
                                                 StringRef) override {
    S.attach(C.getSourceManager(), C.getPreprocessor());
    return std::make_unique<ASTConsumer>();
  }

private:
  Session &S;
};

/// Runs the action on a compiler that outlives the run.
class Analysed::Keeper : public tooling::ToolAction {
public:
  explicit Keeper(Analysed &A) : A(A) {}

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Manager,
                     std::shared_ptr<PCHContainerOperations> Containers,
                     DiagnosticConsumer *) override {
#if CLANG_VERSION_MAJOR >= 22
    A.Compiler = std::make_unique<CompilerInstance>(std::move(Invocation),
                                                    std::move(Containers));
    A.Compiler->setVirtualFileSystem(Manager->getVirtualFileSystemPtr());
    A.Compiler->setFileManager(Manager);
    A.Compiler->createDiagnostics(A.Diagnostics.get(), false);
    A.Compiler->createSourceManager();
#else
    A.Compiler = std::make_unique<CompilerInstance>(std::move(Containers));
    A.Compiler->setInvocation(std::move(Invocation));
    A.Compiler->setFileManager(Manager);
    A.Compiler->createDiagnostics(A.Diagnostics.get(), false);
    A.Compiler->createSourceManager(*Manager);
#endif
    if (!A.Compiler->createTarget())
      return false;
    A.Running = std::make_unique<Action>(A.S);
    if (!A.Running->BeginSourceFile(
            *A.Compiler, A.Compiler->getFrontendOpts().Inputs.front()))
      return false;
    llvm::consumeError(A.Running->Execute());
    A.S.begin(A.Compiler->getASTContext());
    return true;
  }

private:
  Analysed &A;
};

Analysed::Analysed(Arguments Command, Files Virtual, Options O)
    : S(std::move(O)), Diagnostics(std::make_unique<Listener>(Errors)) {
  auto Overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      llvm::vfs::getRealFileSystem());
  auto InMemory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const auto &[Path, Text] : Virtual)
    InMemory->addFile(Path, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  Overlay->pushOverlay(InMemory);
  Manager = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(),
                                                   std::move(Overlay));
  // As clang-tidy: no warnings of the compiler's own.
  Arguments Whole = {"clang", "-fsyntax-only", "-w", "-resource-dir",
                     FTIDY_RESOURCE_DIR};
  Whole.insert(Whole.end(), Command.begin(), Command.end());
  Keeper Keep(*this);
  tooling::ToolInvocation Run(Whole, &Keep, Manager.get(),
                              std::make_shared<PCHContainerOperations>());
  Run.setDiagnosticConsumer(Diagnostics.get());
  if (!Run.run() && Errors.empty())
    Errors = "the compiler did not run\n";
}

static Arguments commandFor(StringRef Code, Language L, Arguments Args) {
  const bool IsC = L == Language::C;
  Arguments Command = {IsC ? "-std=c11" : "-std=c++20",
                       "-I" FTIDY_TEST_DIR "/Inputs/mock"};
  // Without the C++ library's wrappers of C's headers, which are long, unless the
  // code asks for the library itself.
  if (!Code.contains("#include <"))
    Command.push_back("-nostdinc++");
  Command.insert(Command.end(), Args.begin(), Args.end());
  Command.push_back(IsC ? "/project/module.c" : "/project/module.cpp");
  return Command;
}

static Files withMain(Language L, StringRef Code, Files Others) {
  Others.emplace_back(L == Language::C ? "/project/module.c"
                                       : "/project/module.cpp",
                      ("#include <Python.h>\n" + Code).str());
  return Others;
}

Analysed::Analysed(StringRef Code, Language L, Arguments Args, Options O,
                   Files Others)
    : Analysed(commandFor(Code, L, std::move(Args)),
               withMain(L, Code, std::move(Others)), std::move(O)) {
  EXPECT_EQ(Errors, "") << "in " << Code.str();
}

Analysed::~Analysed() {
  if (Running)
    Running->EndSourceFile();
}

StringRef Analysed::text() {
  return sources().getBufferData(sources().getMainFileID());
}

namespace {

class DefinitionFinder : public RecursiveASTVisitor<DefinitionFinder> {
public:
  std::vector<const FunctionDecl *> Found;
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitFunctionDecl(FunctionDecl *F) {
    Found.push_back(F);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) {
    Found.push_back(L->getCallOperator());
    return true;
  }
};

} // namespace

std::vector<const FunctionDecl *> Analysed::definitions() {
  DefinitionFinder Finder;
  Finder.TraverseAST(context());
  llvm::erase_if(Finder.Found, [&](const FunctionDecl *F) {
    return !F->isThisDeclarationADefinition() ||
           !sources().isInMainFile(sources().getFileLoc(F->getLocation()));
  });
  return std::move(Finder.Found);
}

const FunctionDecl *Analysed::decl(StringRef Name) {
  DefinitionFinder Finder;
  Finder.TraverseAST(context());
  // Headers may define functions of the same name; the file's own counts.
  const FunctionDecl *Declared = nullptr;
  for (const FunctionDecl *F : Finder.Found)
    if (F->getNameAsString() == Name) {
      const bool IsMain =
          sources().isInMainFile(sources().getFileLoc(F->getLocation()));
      if (IsMain && F->isThisDeclarationADefinition())
        return F;
      if (!Declared || IsMain || F->isThisDeclarationADefinition())
        Declared = F;
    }
  EXPECT_TRUE(Declared) << "no function " << Name.str();
  return Declared;
}

namespace {

class NodeFinder : public RecursiveASTVisitor<NodeFinder> {
public:
  NodeFinder(Analysed &A, StringRef Text, StringRef Name)
      : A(A), Text(Text), Name(Name) {}

  Analysed &A;
  StringRef Text, Name;
  std::vector<const Stmt *> Nodes;
  const VarDecl *Variable = nullptr;

  bool TraverseStmt(Stmt *S, DataRecursionQueue * = nullptr) {
    if (S && !Text.empty() && A.textOf(S) == Text) {
      Nodes.push_back(S);
      return true;
    }
    return RecursiveASTVisitor::TraverseStmt(S);
  }
  bool VisitVarDecl(VarDecl *V) {
    if (!Variable && !Name.empty() && V->getNameAsString() == Name)
      Variable = V;
    return true;
  }
};

} // namespace

const VarDecl *Analysed::variable(StringRef Function, StringRef Name) {
  const FunctionDecl *F = decl(Function);
  if (!F)
    return nullptr;
  for (const ParmVarDecl *P : F->parameters())
    if (P->getName() == Name)
      return P;
  NodeFinder Finder(*this, "", Name);
  Finder.TraverseStmt(F->getBody());
  EXPECT_TRUE(Finder.Variable)
      << "no variable " << Name.str() << " in " << Function.str();
  return Finder.Variable;
}

const Stmt *Analysed::find(StringRef Function, StringRef Text, unsigned Nth) {
  const FunctionDecl *F = decl(Function);
  if (!F)
    return nullptr;
  NodeFinder Finder(*this, Text, "");
  Finder.TraverseStmt(F->getBody());
  if (Nth < Finder.Nodes.size())
    return Finder.Nodes[Nth];
  ADD_FAILURE() << "'" << Text.str() << "' is no node of " << Function.str()
                << ", or not so often";
  return nullptr;
}

Function &Analysed::function(StringRef Name) { return S.function(*decl(Name)); }

StringRef Analysed::textOf(const Stmt *S) {
  const CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(S->getSourceRange()), sources(),
      context().getLangOpts());
  if (Range.isInvalid() || !sources().isInMainFile(Range.getBegin()))
    return StringRef();
  return Lexer::getSourceText(Range, sources(), context().getLangOpts());
}

SourceLocation Analysed::placeOf(StringRef Text) {
  const size_t At = text().find(Text);
  EXPECT_NE(At, StringRef::npos) << "the code has no '" << Text.str() << "'";
  return sources()
      .getLocForStartOfFile(sources().getMainFileID())
      .getLocWithOffset(At == StringRef::npos ? 0 : At);
}

unsigned Analysed::line(SourceLocation L) {
  return sources().getSpellingLineNumber(sources().getFileLoc(L));
}

} // namespace ftidy::test
