//===-- RefStateTest.cpp - the lattice of Ownership -------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The laws of a join are tried on all pairs and triples of a small world: two
// variables, two sites, and every set of up to two things held.
//
//===----------------------------------------------------------------------===//

#include "Ownership/RefState.h"
#include "gtest/gtest.h"
#include <cstdint>
#include <vector>

using clang::VarDecl;

namespace ftidy::own {
namespace {

// Variables are only compared by address.
const VarDecl *variable(unsigned I) {
  static uint64_t Places[4];
  return reinterpret_cast<const VarDecl *>(&Places[I]);
}
const VarDecl *const V = variable(0);
const VarDecl *const W = variable(1);

/// Everything that can be held in a world of two sites.
std::vector<Held> allHeld() {
  std::vector<Held> Result = {{Hold::Other}, {Hold::Uninit}, {Hold::Null}};
  for (unsigned Site : {0u, 1u})
    for (Hold What : {Hold::Null, Hold::None, Hold::Borrowed, Hold::Owned,
                      Hold::Given, Hold::Gone, Hold::Derived})
      Result.push_back({What, Site});
  return Result;
}

std::vector<HeldSet> allSets() {
  std::vector<HeldSet> Result;
  const auto Items = allHeld();
  for (size_t I = 0; I < Items.size(); ++I) {
    Result.push_back(HeldSet(Items[I]));
    for (size_t J = I + 1; J < Items.size(); ++J) {
      Result.push_back(HeldSet(Items[I]));
      Result.back().insert(Items[J]);
    }
  }
  return Result;
}

HeldSet joined(HeldSet A, const HeldSet &B) {
  A.join(B);
  return A;
}

RefState joined(RefState A, const RefState &B) {
  A.join(B);
  return A;
}

/// Two states are equal when they say the same of each variable.
bool same(const RefState &A, const RefState &B) {
  for (unsigned I = 0; I < 4; ++I)
    if (!(A.get(variable(I)) == B.get(variable(I))))
      return false;
  return true;
}

bool covers(const HeldSet &Big, const HeldSet &Small) {
  for (Held H : Small)
    if (!Big.has(H.What, H.Site))
      return false;
  return true;
}

//===----------------------------------------------------------------------===//
// Sets
//===----------------------------------------------------------------------===//

TEST(HeldSets, SortedAndUnique) {
  const auto Items = allHeld();
  for (Held A : Items)
    for (Held B : Items)
      for (Held C : Items) {
        HeldSet S;
        for (Held H : {C, A, B, A, C})
          S.insert(H);
        const Held *Before = nullptr;
        for (const Held &H : S) {
          EXPECT_TRUE(!Before || *Before < H);
          Before = &H;
        }
        for (Held H : {A, B, C})
          EXPECT_TRUE(S.has(H.What, H.Site));
        EXPECT_LE(S.size(), 3u);
      }
}

TEST(HeldSets, JoinIsCommutativeAndIdempotent) {
  for (const HeldSet &A : allSets()) {
    HeldSet Twice = A;
    EXPECT_FALSE(Twice.join(A)) << "nothing changes";
    EXPECT_TRUE(Twice == A);
    for (const HeldSet &B : allSets()) {
      const HeldSet AB = joined(A, B);
      EXPECT_TRUE(AB == joined(B, A));
      EXPECT_TRUE(covers(AB, A) && covers(AB, B));
      HeldSet Changed = A;
      EXPECT_EQ(Changed.join(B), !(AB == A)) << "says whether it changed";
    }
  }
}

TEST(HeldSets, JoinIsAssociative) {
  const auto Sets = allSets();
  for (size_t I = 0; I < Sets.size(); ++I)
    for (size_t J = I; J < Sets.size(); ++J)
      for (size_t K = J; K < Sets.size(); ++K)
        ASSERT_TRUE(joined(joined(Sets[I], Sets[J]), Sets[K]) ==
                    joined(Sets[I], joined(Sets[J], Sets[K])));
}

TEST(HeldSets, Empty) {
  HeldSet None;
  EXPECT_TRUE(None.empty());
  for (const HeldSet &A : allSets()) {
    EXPECT_TRUE(joined(A, None) == A);
    EXPECT_TRUE(joined(None, A) == A);
  }
}

TEST(HeldSets, Changed) {
  for (const HeldSet &A : allSets())
    for (unsigned Site : {0u, 1u}) {
      const HeldSet B = A.changed(Site, Hold::Borrowed, Hold::Owned);
      EXPECT_FALSE(B.has(Hold::Borrowed, Site));
      EXPECT_EQ(B.has(Hold::Owned, Site),
                A.has(Hold::Owned, Site) || A.has(Hold::Borrowed, Site));
      for (Held H : A)
        EXPECT_TRUE(H == Held({Hold::Borrowed, Site}) || B.has(H.What, H.Site))
            << "all else is kept";
      EXPECT_LE(B.size(), A.size());
    }
}

// Changing and joining can be exchanged: a release before a branch is the same
// as one on both of its arms.
TEST(HeldSets, ChangedDistributesOverJoin) {
  const auto Sets = allSets();
  for (const HeldSet &A : Sets)
    for (const HeldSet &B : Sets)
      EXPECT_TRUE(joined(A, B).changed(0, Hold::Owned, Hold::Gone) ==
                  joined(A.changed(0, Hold::Owned, Hold::Gone),
                         B.changed(0, Hold::Owned, Hold::Gone)));
}

TEST(HeldSets, Filtered) {
  for (const HeldSet &A : allSets()) {
    const HeldSet NotNull =
        A.filtered([](Held H) { return H.What != Hold::Null; });
    EXPECT_FALSE(NotNull.has(Hold::Null));
    EXPECT_TRUE(covers(A, NotNull));
    const HeldSet Null =
        A.filtered([](Held H) { return H.What == Hold::Null; });
    EXPECT_TRUE(joined(Null, NotNull) == A);
  }
}

TEST(HeldSets, Interesting) {
  EXPECT_FALSE(HeldSet().isInteresting());
  EXPECT_FALSE(HeldSet(Held{Hold::Null}).isInteresting());
  EXPECT_FALSE(HeldSet(Held{Hold::Uninit}).isInteresting());
  EXPECT_TRUE(HeldSet(Held{Hold::Null, 0}).isInteresting());
  EXPECT_TRUE(joined(HeldSet(Held{}), Held{Hold::Borrowed, 3}).isInteresting());
}

//===----------------------------------------------------------------------===//
// States of two variables
//===----------------------------------------------------------------------===//

/// Each variable absent, or with a set of one or two things.
std::vector<RefState> allStates() {
  std::vector<HeldSet> Sets = {Held{}};
  const Held Few[] = {{Hold::Null},     {Hold::Null, 0}, {Hold::Borrowed, 0},
                      {Hold::Owned, 0}, {Hold::Gone, 0}, {Hold::Derived, 1},
                      {Hold::Uninit}};
  for (Held A : Few) {
    Sets.push_back(A);
    for (Held B : Few)
      if (A < B)
        Sets.push_back(joined(HeldSet(A), B));
  }
  std::vector<RefState> Result;
  for (const HeldSet &A : Sets)
    for (const HeldSet &B : Sets) {
      // Both orders of entry: the order is not part of what a state says.
      RefState S;
      if (Result.size() % 2) {
        S.set(V, A);
        S.set(W, B);
      } else {
        S.set(W, B);
        S.set(V, A);
      }
      Result.push_back(S);
    }
  return Result;
}

TEST(RefStates, AbsentIsOther) {
  RefState S;
  EXPECT_TRUE(S.get(V) == HeldSet(Held{}));
  S.set(V, Held{Hold::Borrowed, 0});
  EXPECT_EQ(S.size(), 1u);
  EXPECT_TRUE(S.get(W) == HeldSet(Held{}));
  S.set(V, Held{});
  EXPECT_EQ(S.size(), 0u) << "what is Other takes no room";
  EXPECT_TRUE(S.get(V) == HeldSet(Held{}));
}

TEST(RefStates, SetReplaces) {
  RefState S;
  S.set(V, Held{Hold::Borrowed, 0});
  S.set(W, Held{Hold::Owned, 1});
  S.set(V, Held{Hold::Null});
  EXPECT_TRUE(S.get(V) == HeldSet(Held{Hold::Null}));
  EXPECT_TRUE(S.get(W) == HeldSet(Held{Hold::Owned, 1}));
}

TEST(RefStates, JoinIsCommutativeAndIdempotent) {
  const auto States = allStates();
  for (const RefState &A : States) {
    RefState Twice = A;
    EXPECT_FALSE(Twice.join(A));
    EXPECT_TRUE(same(Twice, A));
    for (const RefState &B : States) {
      const RefState AB = joined(A, B);
      ASSERT_TRUE(same(AB, joined(B, A)));
      for (const VarDecl *Each : {V, W}) {
        ASSERT_TRUE(covers(AB.get(Each), A.get(Each)));
        ASSERT_TRUE(covers(AB.get(Each), B.get(Each)));
      }
      RefState Changed = A;
      ASSERT_EQ(Changed.join(B), !same(AB, A)) << "says whether it changed";
    }
  }
}

TEST(RefStates, JoinIsAssociative) {
  const auto States = allStates();
  // All triples of every seventh state: 64 million joins would say no more.
  for (size_t I = 0; I < States.size(); I += 7)
    for (size_t J = 0; J < States.size(); J += 7)
      for (size_t K = 0; K < States.size(); K += 7)
        ASSERT_TRUE(same(joined(joined(States[I], States[J]), States[K]),
                         joined(States[I], joined(States[J], States[K]))));
}

// A variable of one branch only may hold on the other what it held before: a
// fixpoint needs the join to say Other, too.
TEST(RefStates, JoinWithAbsent) {
  RefState A, B;
  A.set(V, Held{Hold::Borrowed, 0});
  EXPECT_TRUE(A.join(B));
  EXPECT_TRUE(A.get(V).has(Hold::Other));
  EXPECT_TRUE(A.get(V).has(Hold::Borrowed, 0));
  RefState C, D;
  D.set(V, Held{Hold::Borrowed, 0});
  EXPECT_TRUE(C.join(D));
  EXPECT_TRUE(same(A, C));
  EXPECT_FALSE(A.join(B)) << "at the fixpoint nothing changes";
}

// Aliases change together.
TEST(RefStates, ChangeReachesAllVariables) {
  RefState S;
  HeldSet Maybe = Held{Hold::Borrowed, 0};
  Maybe.insert({Hold::Null, 0});
  S.set(V, Maybe);
  S.set(W, Held{Hold::Borrowed, 0});
  S.set(variable(2), Held{Hold::Borrowed, 1});
  S.change(0, Hold::Borrowed, Hold::Owned);
  EXPECT_TRUE(S.get(V).has(Hold::Owned, 0) && S.get(V).has(Hold::Null, 0));
  EXPECT_FALSE(S.get(V).has(Hold::Borrowed));
  EXPECT_TRUE(S.get(W) == HeldSet(Held{Hold::Owned, 0}));
  EXPECT_TRUE(S.get(variable(2)) == HeldSet(Held{Hold::Borrowed, 1}));
}

// Sets only grow, and there is an end to what they can hold.
TEST(RefStates, ChainsEnd) {
  RefState Top;
  unsigned Steps = 0;
  for (int Round = 0; Round < 3; ++Round)
    for (const RefState &S : allStates())
      Steps += Top.join(S);
  EXPECT_LE(Steps, 2 * allHeld().size());
}

} // namespace
} // namespace ftidy::own
