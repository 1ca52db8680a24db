//===-- Roles.cpp - who calls this function, and when
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over the code of the project. A place that names a function is read
// at the node above it (an initialiser, an assignment, a call, a comparison);
// that node notes the place as understood. Parents come before their children,
// so a place that nobody has understood when the walk reaches it takes the
// function's address for an unknown purpose. Parameters go the same way: a
// place that is not understood as a read may change the parameter.
//
// Calls and reads are by far the most, and their place is the next one that the
// walk reaches: one pointer remembers it. Were another place to come first, the
// answer would be "address taken", which proves nothing.
//
// Templates are walked where they are defined. Names that only an
// instantiation resolves stand for every function of that name.
//
//===----------------------------------------------------------------------===//

#include "Roles/Roles.h"
#include "CApi/Origin.h"
#include "Roles/Bindings.h"
#include "Roles/CallGraph.h"
#include "Roles/Callees.h"
#include "Roles/Tables.h"
#include "Roles/Types.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace ftidy;
using namespace ftidy::roles;

namespace {

class Walk : public RecursiveASTVisitor<Walk> {
  using Base = RecursiveASTVisitor<Walk>;

public:
  Walk(ASTContext &Context, const Tables &Known, CallGraph &Graph,
       TypeTable &Types, Bindings &Bound,
       std::vector<const FunctionDecl *> &Called, capi::Origins &Origins)
      : Context(Context), Graph(Graph), Types(Types), Bound(Bound),
        Called(Called), Known(Known), Origins(Origins) {}

  bool TraverseDecl(Decl *D) {
    // Most of the headers in C: neither types nor prototypes name a function.
    // (A type inside a function may, in the size of an array.)
    const bool IsC = !Context.getLangOpts().CPlusPlus;
    if (D && IsC && isa<TypeDecl>(D) && D->getDeclContext()->isFileContext())
      return true;
    if (D && isForeign(*D))
      return true;
    if (auto *F = dyn_cast_or_null<FunctionDecl>(D);
        F && IsC && !F->doesThisDeclarationHaveABody())
      return VisitFunctionDecl(F);
    const FunctionDecl *Outer = Caller;
    const VarDecl *OuterVariable = Variable;
    if (const auto *F = dyn_cast_or_null<FunctionDecl>(D))
      Caller = F;
    else if (const auto *V = dyn_cast_or_null<VarDecl>(D))
      Variable = V;
    const bool Result = Base::TraverseDecl(D);
    Caller = Outer;
    Variable = OuterVariable;
    return Result;
  }

  bool TraverseLambdaExpr(LambdaExpr *L) {
    const FunctionDecl *Outer = Caller;
    Caller = L->getCallOperator();
    const bool Result = Base::TraverseLambdaExpr(L);
    Caller = Outer;
    return Result;
  }

  // In C a type holds no code but the size of an array.
  bool TraverseTypeLoc(TypeLoc L, bool TraverseQualifier = true) {
    if (Context.getLangOpts().CPlusPlus)
      return Base::TraverseTypeLoc(L);
    const auto Array = L.getUnqualifiedLoc().getAs<VariableArrayTypeLoc>();
    return !Array || TraverseStmt(Array.getSizeExpr());
  }

  // What a function of C holds needs none of the visitor's ways.
  bool TraverseStmt(Stmt *S, DataRecursionQueue *Queue = nullptr) {
    if (Context.getLangOpts().CPlusPlus)
      return Base::TraverseStmt(S, Queue);
    syntax::forEachStmt(S, [&](const Stmt *Node) {
      return visitC(const_cast<Stmt *>(Node));
    });
    return true;
  }

  // False when what S holds is done with.
  bool visitC(Stmt *S) {
    if (auto *Ref = dyn_cast<DeclRefExpr>(S))
      VisitDeclRefExpr(Ref);
    else if (auto *Cast = dyn_cast<CastExpr>(S))
      VisitCastExpr(Cast);
    else if (auto *Call = dyn_cast<CallExpr>(S))
      VisitCallExpr(Call);
    else if (auto *Binary = dyn_cast<BinaryOperator>(S))
      VisitBinaryOperator(Binary);
    else if (auto *Declares = dyn_cast<DeclStmt>(S))
      return visitLocals(*Declares);
    else if (auto *List = dyn_cast<InitListExpr>(S))
      visitInitList(*List);
    else if (auto *Offset = dyn_cast<OffsetOfExpr>(S))
      VisitOffsetOfExpr(Offset);
    return true;
  }

  bool visitLocals(DeclStmt &Declares) {
    for (Decl *D : Declares.decls()) {
      auto *V = dyn_cast<VarDecl>(D);
      if (!V) {
        TraverseDecl(D);
        continue;
      }
      VisitVarDecl(V);
      if (const TypeSourceInfo *Type = V->getTypeSourceInfo())
        TraverseTypeLoc(Type->getTypeLoc());
      const llvm::SaveAndRestore In(Variable, static_cast<const VarDecl *>(V));
      TraverseStmt(V->getInit());
    }
    return false;
  }

  void visitInitList(InitListExpr &List) {
    llvm::SmallVector<Entry, 4> Entries;
    Known.readInitializer(List, Entries);
    enter(Entries);
    Types.addInitializer(List, Variable);
  }

  // Only the semantic form puts each value under its field. It is what the AST
  // holds nearly everywhere.
  bool TraverseInitListExpr(InitListExpr *List) {
    if (InitListExpr *Semantic = List->getSemanticForm())
      List = Semantic;
    visitInitList(*List);
    for (Stmt *Child : List->children())
      if (!TraverseStmt(Child))
        return false;
    return true;
  }

  bool VisitFunctionDecl(FunctionDecl *F) {
    Graph.addDeclaration(F);
    if (Known.isModuleInit(*F) || Bound.setsUp(*F))
      Graph.addModuleInit(F);
    // The other name may be called from anywhere.
    if (const auto *Alias = F->getAttr<AliasAttr>())
      Graph.addUnresolved(&Context.Idents.get(Alias->getAliasee()));
    return true;
  }

  bool VisitOffsetOfExpr(OffsetOfExpr *E) {
    Types.addOffset(*E);
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    if (const auto *Cleanup = V->getAttr<CleanupAttr>())
      Graph.addCall(Caller, Cleanup->getFunctionDecl(), nullptr);
    return true;
  }

  bool VisitCallExpr(CallExpr *Call) {
    const Mention Callee = calleeOf(*Call);
    if (!Callee.Function)
      return true;
    // The walk visits an operator in source order: `a` of `a + b` comes first.
    if (isa<CXXOperatorCallExpr>(Call))
      Understood.insert(Callee.Node);
    else
      Next = Callee.Node;
    if (Known.isParser(*Callee.Function) && Call->getNumArgs() >= 2)
      Graph.addParser(Call->getArg(0), Call->getArg(1));
    llvm::SmallVector<Entry, 1> Entries;
    Known.readCall(*Callee.Function, *Call, Entries);
    if (Bound.read(*Callee.Function, *Call, Entries))
      setUp();
    enter(Entries);
    // The object is the first argument of an overloaded operator.
    if (!isForeignFunction(Callee.Function))
      Graph.addCall(Caller, Callee.Function,
                    isa<CXXOperatorCallExpr>(Call) ? nullptr : Call);
    return true;
  }

  bool VisitCXXDeleteExpr(CXXDeleteExpr *E) {
    const QualType Of = E->getDestroyedType();
    const CXXRecordDecl *R = Of.isNull() ? nullptr : Of->getAsCXXRecordDecl();
    if (R && R->hasDefinition() && !R->hasTrivialDestructor())
      if (const FunctionDecl *D = R->getDestructor(); D && !isForeignFunction(D))
        Graph.addCall(Caller, D, nullptr);
    return true;
  }

  // std::thread t(f, x);
  bool VisitCXXConstructExpr(CXXConstructExpr *Made) {
    const CXXRecordDecl *Class = Made->getConstructor()->getParent();
    llvm::SmallVector<Entry, 1> Entries;
    if (Bound.read(*Made->getConstructor(), *Made, Entries))
      setUp();
    enter(Entries);
    if (!Made->getNumArgs() || !Class->getIdentifier() ||
        !Class->isInStdNamespace() ||
        (Class->getName() != "thread" && Class->getName() != "jthread"))
      return true;
    llvm::SmallVector<Mention, 2> Named;
    findFunctions(Made->getArg(0), Named);
    for (const Mention &M : Named) {
      Graph.addEntry({M, Role::Thread, {}});
      Understood.insert(M.Node);
    }
    if (Named.empty())
      for (const FunctionDecl *F : functionsPassedTo(*Made))
        Graph.addEntry({{F, nullptr}, Role::Thread, {}});
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->getOpcode() == BO_Assign) {
      llvm::SmallVector<Entry, 1> Entries;
      Known.readAssignment(*Op, Entries);
      enter(Entries);
      Types.addAssignment(*Op);
    } else if (Op->getOpcode() == BO_OrAssign) {
      Types.addAssignment(*Op);
    } else if (Op->isEqualityOp()) {
      // Nobody can call a function through a comparison with it.
      llvm::SmallVector<Mention, 2> Compared;
      findFunctions(Op->getLHS(), Compared);
      findFunctions(Op->getRHS(), Compared);
      for (const Mention &M : Compared)
        Understood.insert(M.Node);
    }
    return true;
  }

  bool VisitCastExpr(CastExpr *Cast) {
    if (Cast->getCastKind() != CK_LValueToRValue &&
        Cast->getCastKind() != CK_ToVoid)
      return true;
    const Expr *Read = Cast->getSubExpr()->IgnoreParens();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Read))
      if (isa<ParmVarDecl>(Ref->getDecl()))
        Next = Ref;
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (const auto *P = dyn_cast<ParmVarDecl>(Ref->getDecl())) {
      if (Ref != Next)
        Graph.addChange(P);
    } else if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl())) {
      mention({F, Ref});
    }
    return true;
  }

  bool VisitMemberExpr(MemberExpr *Member) {
    llvm::SmallVector<Mention, 1> Found;
    findFunctions(Member, Found);
    for (const Mention &M : Found)
      mention(M);
    return true;
  }

  bool VisitOverloadExpr(OverloadExpr *E) {
    Graph.addUnresolved(E->getName());
    return true;
  }
  bool VisitDependentScopeDeclRefExpr(DependentScopeDeclRefExpr *E) {
    Graph.addUnresolved(E->getDeclName());
    return true;
  }
  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *E) {
    Graph.addUnresolved(E->getMember());
    return true;
  }
  // These statements call functions that the source does not name.
  bool VisitCXXForRangeStmt(CXXForRangeStmt *) {
    Graph.addUnresolved(&Context.Idents.get("begin"));
    Graph.addUnresolved(&Context.Idents.get("end"));
    return true;
  }
  bool VisitDecompositionDecl(DecompositionDecl *) {
    Graph.addUnresolved(&Context.Idents.get("get"));
    return true;
  }

private:
  // True for what CPython's or the system's headers declare at file level.
  bool isForeign(const Decl &D) {
    const DeclContext *Where = D.getLexicalDeclContext();
    if (!Where || !Where->getRedeclContext()->isFileContext())
      return false;
    return Origins.isForeign(D.getLocation());
  }

  bool isForeignFunction(const FunctionDecl *F) {
    const auto [It, New] = Foreign.try_emplace(F, false);
    if (New) {
      It->second = isForeign(*F->getCanonicalDecl());
      Called.push_back(F);
    }
    return It->second;
  }

  // The function that is called, and the place that names it. A callee behind
  // an explicit cast is not a direct call: its parameters may be others.
  Mention calleeOf(const CallExpr &Call) const {
    const Expr *E = Call.getCallee()->IgnoreParenImpCasts();
    while (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() != UO_AddrOf && Unary->getOpcode() != UO_Deref)
        return {};
      E = Unary->getSubExpr()->IgnoreParenImpCasts();
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return {dyn_cast<FunctionDecl>(Ref->getDecl()), Ref};
    // The conversion of a lambda to a pointer is not a call of the lambda.
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
      if (Method &&
          !(isa<CXXConversionDecl>(Method) && Method->getParent()->isLambda()))
        return {Method, Member};
    }
    return {};
  }

  void enter(llvm::ArrayRef<Entry> Entries) {
    for (const Entry &E : Entries) {
      Graph.addEntry(E);
      Understood.insert(E.Where.Node);
    }
  }

  // A lambda that is bound itself is no part of the initialisation around it.
  void setUp() {
    const auto *Member = dyn_cast_or_null<CXXMethodDecl>(Caller);
    if (Caller && !(Member && Member->getParent()->isLambda()))
      Graph.addModuleInit(Caller);
  }

  // What the macro of a binding library takes the address of, the import system
  // calls.
  bool isOfModuleMacro(const FunctionDecl &F) const {
    return F.getLocation().isMacroID() && Known.isModuleInit(F);
  }

  void mention(const Mention &M) {
    if (M.Node != Next && !Understood.contains(M.Node) &&
        !isForeignFunction(M.Function) && !isOfModuleMacro(*M.Function))
      Graph.addCallback(M.Function);
  }

  ASTContext &Context;
  CallGraph &Graph;
  TypeTable &Types;
  Bindings &Bound;
  std::vector<const FunctionDecl *> &Called;
  const Tables &Known;
  capi::Origins &Origins;
  llvm::DenseMap<const FunctionDecl *, bool> Foreign;
  const FunctionDecl *Caller = nullptr;
  const VarDecl *Variable = nullptr; // whose initialiser the walk is in
  const Stmt *Next = nullptr;
  llvm::DenseSet<const Stmt *> Understood;
};

} // namespace

struct Roles::Impl {
  Tables Known;
  CallGraph Graph;
  TypeTable Types;
  Bindings Bound;
  std::vector<const FunctionDecl *> Called;
  explicit Impl(ASTContext &Context)
      : Known(Context), Graph(Context), Types(Context, Known), Bound(Context) {}
};

Roles::Roles(ASTContext &Context, capi::Origins &Origins)
    : I(new Impl(Context)) {
  Walk Reads(Context, I->Known, I->Graph, I->Types, I->Bound, I->Called, Origins);
  if (Context.getLangOpts().CPlusPlus)
    Reads.TraverseAST(Context);
  else // headers are nearly all that C declares
    for (Decl *D : Origins.declarations())
      Reads.TraverseDecl(D);
  I->Graph.solve();
  I->Types.finish();
}

llvm::ArrayRef<const FunctionDecl *> Roles::called() const { return I->Called; }

const TypeTable &Roles::types() const { return I->Types; }

const Bindings &Roles::bindings() const { return I->Bound; }

Roles::~Roles() { delete I; }

RoleSet Roles::of(const FunctionDecl *F) const { return I->Graph.rolesOf(F); }

bool Roles::initOnly(const FunctionDecl *F) const {
  return I->Graph.isInitOnly(F);
}

std::optional<llvm::SmallVector<Caller, 4>>
Roles::callersOf(const FunctionDecl *F) const {
  return I->Graph.callersOf(F);
}

bool Roles::isCalledLater(const FunctionDecl *F) const {
  return I->Graph.isCalledLater(F);
}

llvm::SmallVector<const FunctionDecl *, 4>
Roles::callersHere(const FunctionDecl *F) const {
  return I->Graph.callersHere(F);
}

bool Roles::isKeywordDict(const ParmVarDecl *P) const {
  return I->Graph.isDict(P);
}

bool Roles::isKeywordDictAtEntry(const ParmVarDecl *P) const {
  return I->Graph.isDictAtEntry(P);
}

bool Roles::isArgumentTuple(const ParmVarDecl *P) const {
  return I->Graph.isTuple(P);
}
