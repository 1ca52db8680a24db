//===-- PublishInitialiser.cpp - a static local of C++
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The guard of a static local is a native lock, and waiting for it keeps a thread
// attached. So the initialiser has to run without it:
// a pointer becomes a constant-initialised std::atomic that the first thread sets
// with a compare-exchange. A handle of pybind11 becomes a reference to what the
// library's own once stores, which detaches before it waits and runs no destructor
// at exit. Other libraries have nothing like it.
//
//===----------------------------------------------------------------------===//

#include "FixIt/PublishOnce.h"
#include "CApi/Use.h"
#include "FixIt/AtomicStatic.h"
#include "FixIt/NewInclude.h"
#include "FixIt/StaticText.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

// What the initialiser says: behind `=`, or between `(` and `)` or braces.
static std::optional<Stretch> valueOf(const StaticText &Declared,
                                      const SourceText &Text) {
  const StringRef After =
      Text.text({Declared.Name.End, Declared.Declarator.End});
  StringRef Value = After.trim();
  if (!Value.consume_front("="))
    return std::nullopt;
  const StringRef Inner = Value.trim();
  const unsigned Begin =
      Declared.Name.End + unsigned(Inner.data() - After.data());
  return Stretch{Begin, unsigned(Begin + Inner.size())};
}

// True when what the initialiser says means something else in a lambda that
// captures nothing.
static bool namesLocals(const Stmt *Init) {
  if (isa<CXXThisExpr>(Init))
    return true;
  const auto *Ref = dyn_cast<DeclRefExpr>(Init);
  const auto *Local = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return (Local && Local->hasLocalStorage()) ||
         llvm::any_of(Init->children(), [](const Stmt *Child) {
           return Child && namesLocals(Child);
         });
}

// The class of pybind11 that stores what is made once; null when V is of no type
// of the library, or its release has none.
static const NamedDecl *onceOf(const VarDecl &V) {
  const CXXRecordDecl *Class = V.getType()->getAsCXXRecordDecl();
  const DeclContext *Space =
      Class ? Class->getEnclosingNamespaceContext() : nullptr;
  const auto *Library = dyn_cast_or_null<NamespaceDecl>(Space);
  if (!Library || Library->getName() != "pybind11")
    return nullptr;
  ASTContext &Context = V.getASTContext();
  const auto Found =
      Library->lookup(&Context.Idents.get("gil_safe_call_once_and_store"));
  return Found.empty() ? nullptr : Found.front();
}

// py::object &x = x_once.call_once_and_store_result(...).get_stored();
static EditPlan storeOnce(const VarDecl &V, const FunctionDecl &In, Session &S,
                          const StaticText &Declared, const SourceText &Text,
                          StringRef Value, Stretch Function) {
  StringRef Type = Text.text(Declared.Type).trim();
  Type.consume_front("const ");
  const StringRef Const = V.getType().isConstQualified() ? "const " : "";
  const auto Space = Type.rsplit("::");
  if (Space.second.empty() || Type.contains("auto") || Type.contains("const") ||
      V.getType().isVolatileQualified())
    return EditPlan::refuse(Reason::MagicStatic);
  // A lambda would have to capture the reference.
  for (const roles::Access &A : S.accesses().of(&V))
    if (A.In != &In)
      return EditPlan::refuse(Reason::Captured);
  const std::string Name = V.getNameAsString();
  const std::string Once = Text.freeName(Name + "_once", Function);
  const std::string Indent = Text.indentation(Declared.Whole.Begin).str();
  const std::string Deep = Text.deeper(Declared.Whole.Begin);
  const StringRef Captures = namesLocals(V.getInit()) ? "[&]" : "[]";
  EditPlan Plan = EditPlan::of(
      {{Declared.Whole.Begin, Declared.Whole.End - Declared.Whole.Begin,
        ("PYBIND11_CONSTINIT static " + Space.first +
         "::gil_safe_call_once_and_store<" + Type + "> " + Once + ";\n" + Indent +
         Const + Type + " &" + Name + " = " + Once +
         ".call_once_and_store_result(" + Captures + "() -> " + Type + " {\n" +
         Deep + "return " + Value + ";\n" + Indent + "}).get_stored();")
            .str()}});
  Plan.lowerToReview("pybind11 makes '" + Name +
                     "' once and detaches before it waits; the object lives "
                     "until the process ends");
  return Plan;
}

EditPlan publishInitialiser(const VarDecl &V, const FunctionDecl &In,
                            Session &S) {
  const SourceText Text(S.context(), In.getBody()->getBeginLoc());
  Reason Why = Reason::None;
  if (In.isTemplated())
    return EditPlan::refuse(Reason::Template);
  const auto Declared = StaticText::of(V, Text, S, Why);
  if (!Declared)
    return EditPlan::refuse(Why);
  const auto Function = Text.of(In.getBody());
  const auto Value = valueOf(*Declared, Text);
  if (!Function || !Value || !Text.startsLine(Declared->Whole.Begin) ||
      Text.text(Declared->Whole).contains('\n'))
    return EditPlan::refuse(Reason::MagicStatic);
  const StringRef Spelled = Text.text(Declared->Type).rtrim();
  if (onceOf(V))
    return storeOnce(V, In, S, *Declared, Text, Text.text(*Value), *Function);
  if (!V.getType()->isPointerType() || V.getType().hasQualifiers() ||
      !isNewObject(*V.getInit(), In, S))
    return EditPlan::refuse(Reason::MagicStatic);
  // Nobody else sets it.
  for (const roles::Access &A : S.accesses().of(&V))
    if (A.Kind != roles::AccessKind::Read &&
        A.Of != roles::Extent::Behind)
      return EditPlan::refuse(Reason::OtherWriter);
  if (!allowsAtomic(V, S))
    return EditPlan::refuse(Reason::AtomicType);
  const std::string Name = V.getNameAsString();
  const std::string Fresh = Text.freeName("fresh", *Function);
  const std::string Unset = Text.freeName("unset", *Function);
  const std::string Indent = Text.indentation(Declared->Whole.Begin).str();
  const std::string Deep = Text.deeper(Declared->Whole.Begin);
  const std::string Gap = Spelled.ends_with("*") ? "" : " ";
  const std::string Type = (Spelled + Gap).str();
  std::vector<Edit> Edits;
  Edits.push_back(
      {Declared->Whole.Begin, Declared->Whole.End - Declared->Whole.Begin,
       "static std::atomic<" + Spelled.str() + "> " + Name + "{nullptr};\n" +
           Indent + "if (" + Name + " == nullptr) {\n" + Deep + Type + Fresh +
           " = " + Text.text(*Value).str() + ";\n" +
           publication({Name, Fresh, Unset, Type, Deep,
                        Deep.substr(Indent.size()), /*IsSet=*/false,
                        /*Declares=*/true},
                       Text, /*IsCxx=*/true) +
           "\n" + Indent + "}"});
  if (const Reason Taken = includeAtomics(&V, Text, S, Edits);
      Taken != Reason::None)
    return EditPlan::refuse(Taken);
  llvm::sort(Edits);
  EditPlan Plan = EditPlan::of(std::move(Edits));
  Plan.lowerToReview("'" + Name +
                     "' becomes atomic; two threads may both make the object, "
                     "and the one that comes second releases its own; a failed "
                     "call is tried again");
  return Plan;
}

} // namespace ftidy::fix
