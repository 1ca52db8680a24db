//===-- ScalingTest.cpp - the work is linear --------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that is ten times as long may take at most twelve times the time,
// and a little for memory that no longer fits the caches. Parsing is not
// counted, nor is what the room in question stands on. The time is what the
// program itself used of the processor, the best of several: other programs on
// the machine can only make it worse.
//
//===----------------------------------------------------------------------===//

#include "Analysed.h"
#include "CApi/FactIndex.h"
#include "CApi/MacroLog.h"
#include "CApi/ProjectFacts.h"
#include "CApi/Use.h"
#include "FixIt/HoldStrong.h"
#include "Flow/Graph.h"
#include "Ownership/BorrowedSites.h"
#include "Roles/Roles.h"
#include "Sharing/Summaries.h"
#include "gtest/gtest.h"
#include "llvm/Support/Timer.h"

using namespace clang;

namespace ftidy {
namespace {

using test::Analysed;

/// A function that can be made longer: some sites, then many branches.
struct Shape {
  /// Each `#` of these is the number of the site or branch, but before a letter.
  const char *Site;
  const char *Branch;
};

void append(std::string &Code, llvm::StringRef Unit, unsigned Count) {
  for (unsigned I = 0; I < Count; ++I)
    for (size_t C = 0; C < Unit.size(); ++C)
      if (Unit[C] == '#' && !llvm::isAlpha(Unit[C + 1]))
        Code += std::to_string(I);
      else
        Code += Unit[C];
}

std::string codeOf(const Shape &S, unsigned Sites, unsigned Branches) {
  std::string Code = "void use(PyObject *);\n"
                     "int f(PyObject *l, PyObject *k, int n) {\n"
                     "PyObject *v = NULL;\n";
  append(Code, S.Site, Sites);
  append(Code, S.Branch, Branches);
  return Code + "done:\nreturn n;\n}\n";
}

struct Rooms {
  static void uses(Analysed &A, Function &F) {
    capi::Uses(F.statements(), A.context(), A.session().facts(),
               A.session().macros());
  }
  static void graph(Analysed &A, Function &F) {
    flow::Graph::build(F.decl(), A.context());
  }
  static void sharing(Analysed &A, Function &F) {
    sharing::Sharing(F.decl(), *F.graph(), F.uses(), A.session().roles(),
                     A.session().project(), A.session().summaries());
  }
  static void ownership(Analysed &A, Function &F) {
    std::vector<const Expr *> Sites;
    for (const capi::Use &U : F.uses().all())
      if (U.F->hasHazard(capi::BorrowsFromMutable))
        Sites.push_back(U.expr());
    own::Ownership(F.decl(), *F.graph(), F.uses(), Sites);
  }
  static void plans(Analysed &A, Function &F) {
    A.session().strongPlans().clear(); // what was planned is kept
    fix::holdStrong(F, A.session(),
                    [](Function &Of) {
                      return std::vector<bool>(Of.borrowed().analysed(), true);
                    });
  }
};

using Room = void (*)(Analysed &, Function &);

double now() { return llvm::TimeRecord::getCurrentTime().getUserTime(); }

/// In milliseconds.
double timeOf(Room Do, const Shape &S, unsigned Sites, unsigned Branches) {
  Analysed A(codeOf(S, Sites, Branches));
  Function &F = A.function("f");
  EXPECT_TRUE(F.graph());
  F.uses();
  F.borrowed();
  double Best = 1e9;
  for (int Round = 0; Round < 3 && (Round == 0 || Best < 500); ++Round) {
    const double Begin = now();
    Do(A, F);
    Best = std::min(Best, 1000 * (now() - Begin));
  }
  return Best;
}

/// From Branches to ten times as many. Another try has the last word.
void expectLinear(Room Do, const Shape &S, unsigned Sites,
                  unsigned Branches = 1000) {
  double Short = 0, Long = 0;
  for (int Try = 0; Try < 4; ++Try) {
    Short = timeOf(Do, S, Sites, Branches);
    Long = timeOf(Do, S, Sites, 10 * Branches);
    if (Long <= 12 * Short + 20)
      break;
  }
  EXPECT_LE(Long, 12 * Short + 20)
      << Sites << " sites, " << Branches << " and ten times as many branches";
  ::testing::Test::RecordProperty("short_ms", std::to_string(Short));
  ::testing::Test::RecordProperty("long_ms", std::to_string(Long));
}

const Shape OneHolder = {"if (n == #) v = PyList_GetItem(l, #);\n",
                         "if (n == #) use(v);\n"};
const Shape OwnHolders = {"PyObject *v# = PyList_GetItem(l, #); use(v#);\n",
                          "if (n == #) use(v);\n"};

TEST(Scaling, Uses) { expectLinear(Rooms::uses, OneHolder, 10); }
TEST(Scaling, Graph) { expectLinear(Rooms::graph, OneHolder, 10); }
TEST(Scaling, Sharing) { expectLinear(Rooms::sharing, OneHolder, 10); }

// The plans ask Ownership for its states: the life of one holder goes over all
// branches, many exits, and code that is compiled conditionally.
TEST(Scaling, Plans) { expectLinear(Rooms::plans, OneHolder, 10); }
TEST(Scaling, PlansOfLongLives) {
  expectLinear(Rooms::plans,
               {"PyObject *v# = PyList_GetItem(l, #);\n"
                "if (v# == NULL) return -1;\n",
                "if (n == #) use(v0);\n"},
               1);
}
TEST(Scaling, PlansOfManyExits) {
  expectLinear(Rooms::plans,
               {"PyObject *v# = PyList_GetItem(l, #);\n"
                "if (v# == NULL) return -1;\n",
                "if (n == #) { use(v0); return PyObject_IsTrue(v0); }\n"},
               1);
}
TEST(Scaling, PlansBesideConditionalCode) {
  expectLinear(Rooms::plans,
               {"PyObject *v# = PyList_GetItem(l, 0); use(v#);\n",
                "#ifdef OTHER_BUILD\nuse(k);\n#endif\n"
                "if (n == #) k = PyObject_Str(l);\n"},
               1);
}

class ScalingOfOwnership : public ::testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Sites, ScalingOfOwnership,
                         ::testing::Values(1, 10, 100));

TEST_P(ScalingOfOwnership, OneHolder) {
  expectLinear(Rooms::ownership, OneHolder, GetParam());
}
TEST_P(ScalingOfOwnership, OwnHolders) {
  expectLinear(Rooms::ownership, OwnHolders, GetParam());
}

// Sites cost by their number for each branch: fewer branches will do.
TEST(Scaling, ThousandSites) {
  expectLinear(Rooms::ownership, OneHolder, 1000, 200);
  expectLinear(Rooms::ownership, OwnHolders, 1000, 200);
}

} // namespace
} // namespace ftidy
