//===-- FactTest.cpp - the table keeps its own rules ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What must hold for every row of CApi.def, whatever CPython promises. Whether
// a row says the right thing is the business of test/audit_facts.py.
//
//===----------------------------------------------------------------------===//

#include "CApi/Fact.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

namespace ftidy::capi {
namespace {

using llvm::StringRef;

const Fact &row(StringRef Name) {
  const Fact *F = findFact(Name);
  static const Fact None = {};
  EXPECT_NE(F, nullptr) << Name.str() << " is no row";
  return F ? *F : None;
}

/// Splits "2:new@1,null@0" into its argument and its (state, code) pairs.
/// Returns false when it is not of that shape.
struct Out {
  unsigned Argument = 0;
  llvm::SmallVector<std::pair<StringRef, StringRef>, 4> States;
};

bool parseOut(StringRef Text, Out &Result) {
  auto [Argument, States] = Text.split(':');
  if (Argument.getAsInteger(10, Result.Argument) || States.empty())
    return false;
  for (StringRef Rest = States; !Rest.empty();) {
    auto [State, Tail] = Rest.split(',');
    // A comma must be followed by another state.
    if (Rest.size() > State.size() && Tail.empty())
      return false;
    auto [What, Code] = State.split('@');
    int Number;
    if (Code != "*" && Code.getAsInteger(10, Number))
      return false;
    Result.States.push_back({What, Code});
    Rest = Tail;
  }
  return true;
}

std::vector<Out> outsOf(const Fact &F) {
  std::vector<Out> Found;
  llvm::SmallVector<StringRef, 4> Parts;
  StringRef(F.Outs).split(Parts, ';', -1, /*KeepEmpty=*/false);
  for (StringRef Part : Parts) {
    Found.emplace_back();
    EXPECT_TRUE(parseOut(Part, Found.back()))
        << F.Name.str() << ": " << Part.str();
  }
  return Found;
}

TEST(FactTest, RowsAreSortedAndUnique) {
  llvm::ArrayRef<Fact> Rows = allFacts();
  ASSERT_GT(Rows.size(), 1479u) << "the table has that many names alone";
  for (size_t I = 1; I < Rows.size(); ++I)
    EXPECT_LT(StringRef(Rows[I - 1].Name), StringRef(Rows[I].Name));
}

TEST(FactTest, EveryRowIsFound) {
  for (const Fact &F : allFacts())
    EXPECT_EQ(findFact(F.Name), &F) << F.Name.str();
}

TEST(FactTest, OtherNamesAreNotFound) {
  for (StringRef Name :
       {"", "P", "Py", "PyDict_GetIte", "PyDict_GetItemX", "A", "zzz", "_"})
    EXPECT_EQ(findFact(Name), nullptr) << Name.str();
}

TEST(FactTest, NamesAreNamesOfTheCApi) {
  for (const Fact &F : allFacts()) {
    StringRef Name = F.Name;
    EXPECT_TRUE(Name.starts_with("Py") || Name.starts_with("_Py"))
        << Name.str();
    EXPECT_EQ(Name.contains('.'), F.Spelling == Kind::Member) << Name.str();
    for (char C : Name)
      EXPECT_TRUE(llvm::isAlnum(C) || C == '_' || C == '.') << Name.str();
  }
}

TEST(FactTest, ArgumentLetters) {
  for (const Fact &F : allFacts()) {
    StringRef Args = F.Args;
    EXPECT_EQ(Args.find_first_not_of(".Ss+-OFA*"), StringRef::npos)
        << F.Name.str() << ": " << Args.str();
    size_t Star = Args.find_first_of("*A");
    EXPECT_TRUE(Star == StringRef::npos || Star + 1 == Args.size())
        << F.Name.str() << ": '*' and 'A' are the rest of the arguments";
    if (F.Spelling == Kind::Member) {
      EXPECT_EQ(Args, "") << F.Name.str();
    }
  }
}

TEST(FactTest, OutParameters) {
  for (const Fact &F : allFacts()) {
    int Last = -1;
    for (const Out &O : outsOf(F)) {
      EXPECT_GT(static_cast<int>(O.Argument), Last) << F.Name.str();
      Last = O.Argument;
      ASSERT_LT(O.Argument, F.Args.size()) << F.Name.str();
      EXPECT_EQ(F.Args[O.Argument], 'O') << F.Name.str();
      llvm::SmallVector<StringRef, 4> Codes;
      for (auto [State, Code] : O.States) {
        EXPECT_TRUE(State == "new" || State == "borrowed" ||
                    State == "interior" || State == "null")
            << F.Name.str() << ": " << State.str();
        EXPECT_FALSE(llvm::is_contained(Codes, Code))
            << F.Name.str() << ": two states for code " << Code.str();
        // What is borrowed or points inside has a lender.
        if (State == "borrowed" || State == "interior") {
          EXPECT_EQ(F.From, 0) << F.Name.str();
        }
        Codes.push_back(Code);
      }
      if (llvm::is_contained(Codes, "*")) {
        EXPECT_EQ(Codes.size(), 1u) << F.Name.str();
      }
    }
  }
}

TEST(FactTest, LendersAreArguments) {
  for (const Fact &F : allFacts()) {
    ASSERT_GE(F.From, -1) << F.Name.str();
    if (F.Spelling == Kind::Member) {
      EXPECT_LE(F.From, 0) << F.Name.str();
    } else {
      EXPECT_LT(F.From, static_cast<int>(F.Args.size())) << F.Name.str();
    }
    if (F.Lends == Lending::AsArgument) {
      EXPECT_GE(F.From, 0) << F.Name.str();
    } else if (F.Returns == Result::New ||
               (F.Returns == Result::Other && F.Outs.empty() &&
                F.Spelling != Kind::Member)) {
      EXPECT_EQ(F.From, -1) << F.Name.str() << " borrows nothing";
    }
    if (F.Returns == Result::Interior || F.Returns == Result::Argument) {
      EXPECT_GE(F.From, 0) << F.Name.str();
    }
  }
}

TEST(FactTest, HazardsFitResults) {
  for (const Fact &F : allFacts()) {
    if (F.hasHazard(BorrowsFromMutable)) {
      EXPECT_EQ(F.Returns, Result::Borrowed) << F.Name.str();
      EXPECT_FALSE(F.Twin.empty() && F.Cure.empty())
          << F.Name.str() << ": a hazard without a cure";
    }
  }
}

TEST(FactTest, LendingFitsResults) {
  for (const Fact &F : allFacts()) {
    switch (F.Lends) {
    case Lending::Unknown:
      break;
    case Lending::ProvesImmutable:
      EXPECT_EQ(F.Returns, Result::Other) << F.Name.str();
      EXPECT_TRUE(F.Name.contains("_Check")) << F.Name.str();
      break;
    case Lending::ComparesIdentity:
    case Lending::ProvesNone:
      EXPECT_EQ(F.Returns, Result::Other) << F.Name.str();
      break;
    case Lending::AsArgument:
      EXPECT_EQ(F.Returns, Result::New) << F.Name.str();
      break;
    case Lending::Fresh: // of a slot: what a call through it returns
      if (F.Spelling != Kind::Member) {
        EXPECT_EQ(F.Returns, Result::New) << F.Name.str();
      }
      break;
    case Lending::InstanceData:
      EXPECT_EQ(F.Returns, Result::Interior) << F.Name.str();
      break;
    case Lending::Immutable:
    case Lending::PerThread:
      EXPECT_NE(F.Returns, Result::Other) << F.Name.str();
      break;
    }
  }
}

TEST(FactTest, TwinsAreRows) {
  for (const Fact &F : allFacts()) {
    if (F.Twin.empty())
      continue;
    const Fact &Twin = row(F.Twin);
    EXPECT_NE(F.Twin, F.Name) << "its own twin";
    EXPECT_EQ(Twin.RemovedIn, 0u) << F.Name.str() << ": the twin is gone";
    EXPECT_FALSE(Twin.hasHazard(BorrowsFromMutable)) << F.Name.str();
    // The twin of a borrowed result gives a reference one way or the other.
    if (F.hasHazard(BorrowsFromMutable)) {
      bool Gives = Twin.Returns == Result::New;
      for (const Out &O : outsOf(Twin))
        for (auto [State, Code] : O.States)
          Gives |= State == "new";
      EXPECT_TRUE(Gives) << F.Name.str() << " -> " << Twin.Name.str();
      // Without a cure in words the twin takes the same leading arguments.
      if (F.Cure.empty()) {
        EXPECT_TRUE(Twin.Args == F.Args ||
                    Twin.Args == F.Args.str() + "O")
            << F.Name.str() << " -> " << Twin.Name.str();
      }
    }
    // Nobody can be told to use a twin that came after the row had gone,
    // unless a header gives the twin to older versions.
    if (F.RemovedIn && Twin.Since > F.RemovedIn) {
      EXPECT_TRUE(Twin.InCompat) << F.Name.str() << " -> " << Twin.Name.str();
    }
  }
}

// A quirk says how the twin differs: there must be one.
TEST(FactTest, Quirks) {
  for (const Fact &F : allFacts()) {
    if (F.Quirks & ~(ReadsRefcount | Copies)) {
      EXPECT_FALSE(F.Twin.empty()) << F.Name.str();
    }
  }
  EXPECT_EQ(row("PyDict_GetItem").Quirks, SwallowsErrors);
  EXPECT_EQ(row("PyDict_GetItemWithError").Quirks, NoQuirk);
  EXPECT_EQ(row("PyList_GET_ITEM").Quirks, Unchecked);
  EXPECT_EQ(row("PyList_GetItem").Quirks, ByIndex);
  EXPECT_EQ(row("PyWeakref_GetObject").Quirks, NoneWhenDead);
  EXPECT_EQ(row("PyUnicode_Join").Quirks, Copies);
  EXPECT_EQ(row("PyList_Append").Quirks, NoQuirk);
}

TEST(FactTest, Versions) {
  for (const Fact &F : allFacts()) {
    // Nothing is older than the oldest headers we know.
    for (Version V : {F.Since, F.RemovedIn})
      EXPECT_TRUE(V == 0 || (V >= version(3, 7) && V <= version(3, 15)))
          << F.Name.str() << ": " << versionName(V);
    // The limited API began with 3.2.
    EXPECT_TRUE(F.LimitedSince == 0 || (F.LimitedSince >= version(3, 2) &&
                                        F.LimitedSince <= version(3, 15)))
        << F.Name.str() << ": " << versionName(F.LimitedSince);
    if (F.LimitedSince && F.Since) {
      EXPECT_GE(F.LimitedSince, F.Since) << F.Name.str();
    }
    if (F.RemovedIn) {
      EXPECT_LT(F.Since, F.RemovedIn) << F.Name.str();
    }
    // Only what some supported version lacks can come from the compat header.
    if (F.InCompat) {
      EXPECT_NE(F.Since, 0u) << F.Name.str();
    }
  }
  EXPECT_EQ(version(3, 13), 0x030D0000u);
  EXPECT_EQ(versionName(version(3, 13)), "3.13");
  EXPECT_EQ(versionName(version(3, 9)), "3.9");
}

TEST(FactTest, TraversalRunsNothing) {
  for (const Fact &F : allFacts()) {
    if (F.TraverseOk) {
      EXPECT_EQ(F.RunsPython, Runs::Nothing) << F.Name.str();
      EXPECT_NE(F.Returns, Result::New) << F.Name.str();
      EXPECT_EQ(F.ThreadState, Thread::None) << F.Name.str();
      EXPECT_EQ(StringRef(F.Args).find_first_of("Ss+-"), StringRef::npos)
          << F.Name.str();
    }
  }
}

TEST(FactTest, BorrowedDictionaryValue) {
  const Fact &F = row("PyDict_GetItem");
  EXPECT_EQ(F.Spelling, Kind::Function);
  EXPECT_EQ(F.Returns, Result::Borrowed);
  EXPECT_EQ(F.From, 0);
  EXPECT_EQ(F.Args, "..");
  EXPECT_TRUE(F.hasHazard(BorrowsFromMutable));
  EXPECT_FALSE(F.hasHazard(WalksUnlocked));
  EXPECT_EQ(F.RunsPython, Runs::HashEq);
  EXPECT_EQ(F.Twin, "PyDict_GetItemRef");
  EXPECT_EQ(F.Since, 0u);

  const Fact &Twin = row("PyDict_GetItemRef");
  EXPECT_EQ(Twin.Args, "..O");
  EXPECT_EQ(Twin.Outs, "2:new@1,null@0,null@-1");
  EXPECT_EQ(Twin.Since, version(3, 13));
  EXPECT_TRUE(Twin.InCompat);
  EXPECT_EQ(row("PyDict_SetDefaultRef").Outs, "3:new@1,new@0,null@-1");
}

TEST(FactTest, TupleItemsAreNoHazard) {
  for (StringRef Name : {"PyTuple_GetItem", "PyTuple_GET_ITEM",
                         "PyStructSequence_GET_ITEM", "PyModule_GetDict"}) {
    EXPECT_EQ(row(Name).Returns, Result::BorrowedImmutable) << Name.str();
    EXPECT_EQ(row(Name).Hazards, NoHazard) << Name.str();
  }
}

TEST(FactTest, WalksAreNotBorrows) {
  for (StringRef Name : {"PyDict_Next", "_PyDict_Next", "_PySet_NextEntry",
                         "PySequence_Fast_ITEMS", "PySequence_Fast"})
    EXPECT_EQ(row(Name).Hazards, WalksUnlocked) << Name.str();
  EXPECT_EQ(row("PySequence_Fast_GET_ITEM").Hazards, BorrowsFromMutable);
}

TEST(FactTest, StolenReferences) {
  EXPECT_EQ(row("PyList_SET_ITEM").Args, "..S");
  EXPECT_EQ(row("PyTuple_SetItem").Args, "..S");
  EXPECT_EQ(row("PyModule_AddObject").Args, "..s");
  EXPECT_EQ(row("PyModule_AddObjectRef").Args, "...");
  EXPECT_EQ(row("PyModule_Add").Args, "..S");
  EXPECT_EQ(row("PyErr_Restore").Args, "SSS");
  EXPECT_EQ(row("Py_SETREF").Args, "-S");
  EXPECT_EQ(row("Py_INCREF").Args, "+");
  EXPECT_EQ(row("Py_NewRef").Args, "+");
  EXPECT_EQ(row("Py_NewRef").Returns, Result::New);
  EXPECT_EQ(row("Py_XDECREF").Args, "-");
  EXPECT_EQ(row("Py_DECREF").RunsPython, Runs::Finalizers);
}

TEST(FactTest, InteriorPointers) {
  for (StringRef Name : {"PyUnicode_AsUTF8", "PyBytes_AS_STRING",
                         "PyCapsule_GetPointer", "PyModule_GetState"}) {
    EXPECT_EQ(row(Name).Returns, Result::Interior) << Name.str();
    EXPECT_EQ(row(Name).From, 0) << Name.str();
  }
}

TEST(FactTest, ThreadStates) {
  EXPECT_EQ(row("PyEval_SaveThread").ThreadState, Thread::Detaches);
  EXPECT_EQ(row("Py_END_ALLOW_THREADS").ThreadState, Thread::Attaches);
  EXPECT_EQ(row("Py_BEGIN_CRITICAL_SECTION").ThreadState, Thread::MayDetach);
  EXPECT_EQ(row("PyGC_Collect").ThreadState, Thread::StopsTheWorld);
  EXPECT_EQ(row("PyThread_acquire_lock").ThreadState, Thread::Blocks);
  EXPECT_EQ(row("PyList_Append").ThreadState, Thread::None);
}

TEST(FactTest, FreshObjects) {
  for (StringRef Name : {"PyList_New", "PyDict_Copy", "PySequence_List"})
    EXPECT_EQ(row(Name).Lends, Lending::Fresh) << Name.str();
  // These may hand out an object that somebody else already has.
  for (StringRef Name : {"PySequence_Fast", "PySequence_Tuple",
                         "PyObject_CallObject", "PyObject_GetAttrString"})
    EXPECT_NE(row(Name).Lends, Lending::Fresh) << Name.str();
}

TEST(FactTest, ObjectsThatOthersMaySee) {
  EXPECT_EQ(row("PySequence_Tuple").Lends, Lending::Immutable);
  EXPECT_EQ(row("PyList_AsTuple").Lends, Lending::Immutable);
  EXPECT_EQ(row("PySequence_Fast").Lends, Lending::AsArgument);
  EXPECT_EQ(row("Py_NewRef").Lends, Lending::AsArgument);
  EXPECT_EQ(row("PyThreadState_GetDict").Lends, Lending::PerThread);
  EXPECT_EQ(row("PyTuple_CheckExact").Lends, Lending::ProvesImmutable);
  EXPECT_EQ(row("Py_IsNone").Lends, Lending::ProvesNone);
  EXPECT_EQ(row("PyList_Check").Lends, Lending::Unknown);
  EXPECT_EQ(row("PyAnySet_Check").Lends, Lending::Unknown);
  EXPECT_EQ(row("PySet_New").Lends, Lending::Fresh);
  EXPECT_EQ(row("PyFrozenSet_New").Lends, Lending::Immutable);
}

// The underscore form of a public name may be another function.
TEST(FactTest, PrivateFormsThatDiffer) {
  EXPECT_EQ(row("_PyErr_Restore").Args, ".SSS");
  EXPECT_EQ(row("_PyList_Extend").Returns, Result::New);
  EXPECT_EQ(row("_PySys_GetAttr").Returns, Result::Borrowed);
  EXPECT_EQ(row("_PyType_GetDict").Returns, Result::Borrowed);
}

TEST(FactTest, MembersOfOpenStructs) {
  const Fact &Item = row("PyListObject.ob_item");
  EXPECT_EQ(Item.Spelling, Kind::Member);
  EXPECT_EQ(Item.Returns, Result::Interior);
  EXPECT_TRUE(row("PyCellObject.ob_ref").hasHazard(BorrowsFromMutable));
  EXPECT_FALSE(row("PyTypeObject.tp_dict").hasHazard(BorrowsFromMutable));
  EXPECT_EQ(findFact("PyFunctionObject.func_*"), nullptr);
}

} // namespace
} // namespace ftidy::capi
