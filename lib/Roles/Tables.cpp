//===-- Tables.cpp - which functions an expression hands to CPython
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Tables.h"
#include "CApi/Use.h"
#include "Roles/Modules.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include <optional>

using namespace clang;
using namespace ftidy;
using namespace ftidy::roles;

// What CPython passes, by the words that Slots.def uses.
static constexpr Arguments Nothing{0, 0};
static constexpr Arguments TupleAndDict{1 << 1, 1 << 2};
static constexpr Arguments Names{1 << 3, 0};

// The METH_ flags that decide how a method is called. METH_CLASS, METH_STATIC
// and METH_COEXIST change nothing about its arguments.
enum MethFlags : uint64_t {
  METH_VARARGS = 0x1,
  METH_KEYWORDS = 0x2,
  METH_NOARGS = 0x4,
  METH_O = 0x8,
  METH_FASTCALL = 0x80,
  METH_METHOD = 0x200,
  CallingConvention = METH_VARARGS | METH_KEYWORDS | METH_NOARGS | METH_O |
                      METH_FASTCALL | METH_METHOD
};

static Arguments argumentsOf(std::optional<uint64_t> Flags) {
  if (!Flags)
    return Nothing;
  switch (*Flags & CallingConvention) {
  case METH_VARARGS:
    return {TupleAndDict.Tuples, 0};
  case METH_VARARGS | METH_KEYWORDS:
    return TupleAndDict;
  case METH_FASTCALL | METH_KEYWORDS:
    return Names;
  case METH_METHOD | METH_FASTCALL | METH_KEYWORDS:
    return {1 << 4, 0}; // the defining class comes second
  default:
    return Nothing;
  }
}

Tables::Tables(const ASTContext &C) : Context(C) {
#define RECORD(Tag, K) Records[&C.Idents.get(#Tag)] = Kind::K;
#define SLOT(Number, Field, R, Given)                                          \
  TypeFields[&C.Idents.get(#Field)] = {Role::R, Given};                        \
  TypeSlotNames[Number] = &C.Idents.get(#Field);                               \
  TypeSlots[Number] = {Role::R, Given};
#define DATA_SLOT(Number, Field) TypeSlotNames[Number] = &C.Idents.get(#Field);
#define PART(Field, P) Parts[&C.Idents.get(#Field)] = Part::P;
#define FIELD(Field, R) OtherFields[&C.Idents.get(#Field)] = {Role::R, {}};
#define MODULE_SLOT(Number, Macro, R)                                          \
  ModuleSlotNames[Number] = &C.Idents.get(#Macro);                             \
  ModuleSlots[Number] = {Role::R, {}};
#define REGISTER(Function, Argument, R)                                        \
  Registers[&C.Idents.get(#Function)] = {Argument, {Role::R, {}}};
#define POINTER(Typedef, R, Given)                                             \
  Pointers[&C.Idents.get(#Typedef)] = {Role::R, Given};
#define PARSER(Function) Parsers.insert(&C.Idents.get(#Function));
#include "Roles/Slots.def"
}

const Tables::Kind *Tables::kindOf(const RecordDecl *R) const {
  // A project's own `namespace x { struct PyMethodDef; }` is another record.
  if (!R || !R->getDeclContext()->getRedeclContext()->isTranslationUnit())
    return nullptr;
  Name Tag = R->getIdentifier();
  if (!Tag)
    if (const TypedefNameDecl *T = R->getTypedefNameForAnonDecl())
      Tag = T->getIdentifier();
  const auto It = Records.find(Tag);
  return It == Records.end() ? nullptr : &It->second;
}

static bool isType(Tables::Kind K) {
  return K == Tables::Kind::Type || K == Tables::Kind::Suite;
}

// True when the name of a field says what it holds.
static bool goesByField(Tables::Kind K) {
  return isType(K) || K == Tables::Kind::Fields || K == Tables::Kind::Module;
}

static bool isSlot(Tables::Kind K) {
  return K == Tables::Kind::TypeSlot || K == Tables::Kind::ModuleSlot ||
         K == Tables::Kind::AnySlot;
}

const Tables::Row *Tables::rowOf(Kind K, const FieldDecl &F) const {
  const auto &Fields = isType(K) ? TypeFields : OtherFields;
  const auto It = Fields.find(F.getIdentifier());
  if (It != Fields.end())
    return &It->second;
  // A slot that is newer, or older, than our rows is still a slot.
  return isType(K) ? &AnySlot : nullptr;
}

const Tables::Row *Tables::slotRow(Kind K, uint64_t Number) const {
  if (K != Kind::ModuleSlot)
    if (const auto It = TypeSlots.find(Number); It != TypeSlots.end())
      return &It->second;
  if (K != Kind::TypeSlot)
    if (const auto It = ModuleSlots.find(Number); It != ModuleSlots.end())
      return &It->second;
  return K == Kind::TypeSlot ? &AnySlot : nullptr;
}

const IdentifierInfo *Tables::slotName(Kind K, uint64_t Number) const {
  if (K != Kind::ModuleSlot)
    if (Name Found = TypeSlotNames.lookup(Number))
      return Found;
  return K == Kind::TypeSlot ? nullptr : ModuleSlotNames.lookup(Number);
}

// The lambda whose conversion to a function pointer M is; null when it is not.
static const CXXMethodDecl *convertedLambda(const MemberExpr &M) {
  const auto *Conversion = dyn_cast<CXXConversionDecl>(M.getMemberDecl());
  if (!Conversion || !Conversion->getParent()->isLambda())
    return nullptr;
  return Conversion->getParent()->getLambdaCallOperator();
}

void ftidy::roles::findFunctions(const Expr *E,
                                 llvm::SmallVectorImpl<Mention> &Found) {
  while (E) {
    E = E->IgnoreParens();
    if (const auto *Cast = dyn_cast<CastExpr>(E)) {
      E = Cast->getSubExpr();
    } else if (const auto *Full = dyn_cast<FullExpr>(E)) {
      E = Full->getSubExpr();
    } else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E)) {
      E = Temporary->getSubExpr();
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() != UO_AddrOf && Unary->getOpcode() != UO_Deref &&
          Unary->getOpcode() != UO_Plus)
        return;
      E = Unary->getSubExpr();
    } else if (const auto *Comma = dyn_cast<BinaryOperator>(E)) {
      if (Comma->getOpcode() != BO_Comma)
        return;
      E = Comma->getRHS();
    } else if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      findFunctions(Choice->getTrueExpr(), Found);
      E = Choice->getFalseExpr();
    } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
      // A lambda converts itself by a call of its conversion function.
      const auto *M = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
      if (const CXXMethodDecl *Lambda = M ? convertedLambda(*M) : nullptr)
        Found.push_back({Lambda, M});
      return;
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl()))
        Found.push_back({F, Ref});
      return;
    } else if (const auto *M = dyn_cast<MemberExpr>(E)) {
      if (const auto *Lambda = convertedLambda(*M))
        Found.push_back({Lambda, M});
      else if (const auto *F = dyn_cast<CXXMethodDecl>(M->getMemberDecl()))
        Found.push_back({F, M});
      return;
    } else {
      return;
    }
  }
}

static void enter(const Expr *E, Role As, Arguments Given,
                  llvm::SmallVectorImpl<Entry> &Found) {
  llvm::SmallVector<Mention, 2> Functions;
  findFunctions(E, Functions);
  for (const Mention &M : Functions)
    Found.push_back({M, As, Given});
}

void Tables::readInitializer(const InitListExpr &List,
                             llvm::SmallVectorImpl<Entry> &Found) const {
  const RecordDecl *R =
      List.getType().isNull() ? nullptr : List.getType()->getAsRecordDecl();
  const Kind *K = kindOf(R);
  if (!K)
    return;
  if (goesByField(*K)) {
    unsigned Index = 0;
    for (const FieldDecl *F : R->fields()) {
      if (Index == List.getNumInits())
        break;
      const Expr *Value = List.getInit(Index++);
      if (const Row *Known = rowOf(*K, *F))
        enter(Value, Known->As, Known->Given, Found);
    }
    return;
  }
  if (!isSlot(*K) && *K != Kind::Method)
    return;
  const Element E = readElement(*R, List);
  for (const Expr *Value : E.Pointers) {
    if (*K == Kind::Method)
      enter(Value, Role::Method, argumentsOf(E.Number), Found);
    else if (const Row *Known = E.Number ? slotRow(*K, *E.Number) : nullptr)
      enter(Value, Known->As, Known->Given, Found);
  }
}

// A library may have arrays of the same records with numbers of its own, as
// NPY_METH_strided_loop is. Their names say so.
bool Tables::isOtherNumber(const Expr &E, Kind K, uint64_t Number) const {
  const Expr *Written = E.IgnoreParenImpCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Written))
    return isa<EnumConstantDecl>(Ref->getDecl());
  const IdentifierInfo *Known = slotName(K, Number);
  SourceLocation L = Written->getBeginLoc();
  if (!Known || !L.isMacroID())
    return false;
  for (; L.isMacroID();
       L = Context.getSourceManager().getImmediateMacroCallerLoc(L))
    if (capi::macroName(L, Context).ends_with(Known->getName()))
      return false;
  return true;
}

Tables::Element Tables::readElement(const RecordDecl &R,
                                    const InitListExpr &List) const {
  Element Result;
  unsigned Index = 0;
  for (const FieldDecl *F : R.fields()) {
    if (Index == List.getNumInits())
      break;
    const Expr *Value = List.getInit(Index++);
    // The value of a PySlot is a member of an unnamed union.
    if (const auto *Union = dyn_cast<InitListExpr>(Value);
        Union && Union->getNumInits() && F->isAnonymousStructOrUnion())
      Value = Union->getInit(0);
    if (!Value->getType()->isIntegerType() && !F->getType()->isIntegerType()) {
      Result.Pointers.push_back(Value);
      continue;
    }
    // One number says what the pointer is. In a slot it comes first.
    Expr::EvalResult Number;
    const Kind *K = kindOf(&R);
    if (!(Result.Number && K && isSlot(*K)) && !Value->isValueDependent() &&
        Value->EvaluateAsInt(Number, Context) &&
        !(K && isSlot(*K) &&
          isOtherNumber(*Value, *K, Number.Val.getInt().getExtValue())))
      Result.Number = Number.Val.getInt().getExtValue();
  }
  return Result;
}

void Tables::readAssignment(const BinaryOperator &Assignment,
                            llvm::SmallVectorImpl<Entry> &Found) const {
  const Expr *To = Assignment.getLHS()->IgnoreParens();
  const auto *Member = dyn_cast<MemberExpr>(To);
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (const Kind *K = Field ? kindOf(Field->getParent()) : nullptr) {
    if (goesByField(*K)) {
      if (const Row *Known = rowOf(*K, *Field))
        enter(Assignment.getRHS(), Known->As, Known->Given, Found);
    } else if (*K == Kind::Method) {
      // Its flags are set elsewhere.
      enter(Assignment.getRHS(), Role::Method, Nothing, Found);
    }
    return;
  }
  const auto *Type = To->getType()->getAs<TypedefType>();
  const auto It =
      Type ? Pointers.find(Type->getDecl()->getIdentifier()) : Pointers.end();
  if (It != Pointers.end())
    enter(Assignment.getRHS(), It->second.As, It->second.Given, Found);
}

void Tables::readCall(const FunctionDecl &Callee, const CallExpr &Call,
                      llvm::SmallVectorImpl<Entry> &Found) const {
  const auto It = Registers.find(Callee.getIdentifier());
  if (It != Registers.end() && It->second.first < Call.getNumArgs())
    enter(Call.getArg(It->second.first), It->second.second.As,
          It->second.second.Given, Found);
}

bool Tables::isParser(const FunctionDecl &Callee) const {
  return Parsers.contains(Callee.getIdentifier());
}

// True when the declaration at L begins with PyMODINIT_FUNC, whatever that
// expands to and whichever macro of the project wraps it.
static bool isSpelledModInit(SourceLocation L, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  for (; L.isMacroID(); L = SM.getImmediateMacroCallerLoc(L))
    if (capi::macroName(L, Context) == "PyMODINIT_FUNC")
      return true;
  return false;
}

bool Tables::isModuleInit(const FunctionDecl &F) const {
  // The body of PYBIND11_MODULE and what it is called by.
  if (F.getLocation().isMacroID() && !libraryOf(F, Context).Macro.empty())
    return true;
  if (!F.getIdentifier() || F.getNumParams() != 0)
    return false;
  const llvm::StringRef Name = F.getName();
  bool Fits = false;
#define INIT_PREFIX(Prefix) Fits = Fits || Name.starts_with(Prefix);
#include "Roles/Slots.def"
  if (!Fits)
    Fits =
        Name.starts_with("init") && isSpelledModInit(F.getBeginLoc(), Context);
  return Fits && !isa<CXXMethodDecl>(F) && F.isExternallyVisible();
}
