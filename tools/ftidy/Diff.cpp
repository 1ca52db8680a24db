//===-- Diff.cpp - the difference of two texts
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Myers' algorithm over the lines between the common beginning and end. Fixes
// change few lines; beyond a budget the whole middle is shown as replaced,
// which is a longer diff and a right one.
//
//===----------------------------------------------------------------------===//

#include "Diff.h"
#include <algorithm>
#include <vector>

using namespace llvm;

namespace ftidy::command {
namespace {

constexpr int Context = 3;
constexpr int MostDifferences = 2000;

using Lines = std::vector<StringRef>;

// With their ends, so that a missing last one is a difference.
Lines linesOf(StringRef Text) {
  Lines Out;
  while (!Text.empty()) {
    const size_t End = Text.find('\n');
    const size_t Size = End == StringRef::npos ? Text.size() : End + 1;
    Out.push_back(Text.take_front(Size));
    Text = Text.drop_front(Size);
  }
  return Out;
}

struct Step {
  char Kind; // ' ', '-' or '+'
  int Old, New;
};

// The steps from A to B, or nothing beyond the budget.
bool shortest(const Lines &A, const Lines &B, int Begin, int EndA, int EndB,
              std::vector<Step> &Out) {
  const int N = EndA - Begin, M = EndB - Begin;
  const int Most = std::min(N + M, MostDifferences);
  std::vector<int> V(2 * Most + 3, 0);
  std::vector<std::vector<int>> Trace;
  const auto At = [&](int K) -> int & { return V[K + Most + 1]; };
  int D = 0;
  for (; D <= Most; ++D) {
    Trace.push_back(V);
    bool Done = false;
    for (int K = -D; K <= D && !Done; K += 2) {
      int X = K == -D || (K != D && At(K - 1) < At(K + 1)) ? At(K + 1)
                                                           : At(K - 1) + 1;
      int Y = X - K;
      while (X < N && Y < M && A[Begin + X] == B[Begin + Y])
        ++X, ++Y;
      At(K) = X;
      Done = X >= N && Y >= M;
    }
    if (Done)
      break;
  }
  if (D > Most)
    return false;
  std::vector<Step> Back;
  int X = N, Y = M;
  for (; D > 0; --D) {
    V = Trace[D];
    const int K = X - Y;
    const int From =
        K == -D || (K != D && At(K - 1) < At(K + 1)) ? K + 1 : K - 1;
    const int OldX = At(From), OldY = OldX - From;
    while (X > OldX && Y > OldY)
      --X, --Y, Back.push_back({' ', Begin + X, Begin + Y});
    if (X == OldX)
      --Y, Back.push_back({'+', Begin + X, Begin + Y});
    else
      --X, Back.push_back({'-', Begin + X, Begin + Y});
  }
  while (X > 0 && Y > 0)
    --X, --Y, Back.push_back({' ', Begin + X, Begin + Y});
  Out.insert(Out.end(), Back.rbegin(), Back.rend());
  return true;
}

void hunk(const std::vector<Step> &Steps, size_t Begin, size_t End,
          const Lines &A, const Lines &B, std::string &Out) {
  int Olds = 0, News = 0;
  for (size_t I = Begin; I < End; ++I) {
    Olds += Steps[I].Kind != '+';
    News += Steps[I].Kind != '-';
  }
  const auto Side = [](int First, int Count) {
    return std::to_string(Count ? First + 1 : First) +
           (Count == 1 ? "" : "," + std::to_string(Count));
  };
  Out += "@@ -" + Side(Steps[Begin].Old, Olds) + " +" +
         Side(Steps[Begin].New, News) + " @@\n";
  for (size_t I = Begin; I < End; ++I) {
    const StringRef Line =
        Steps[I].Kind == '+' ? B[Steps[I].New] : A[Steps[I].Old];
    Out += Steps[I].Kind;
    Out += Line;
    if (!Line.ends_with("\n"))
      Out += "\n\\ No newline at end of file\n";
  }
}

} // namespace

std::string unifiedDiff(StringRef Before, StringRef After, StringRef Name) {
  if (Before == After)
    return std::string();
  const Lines A = linesOf(Before), B = linesOf(After);
  int Begin = 0, EndA = A.size(), EndB = B.size();
  while (Begin < EndA && Begin < EndB && A[Begin] == B[Begin])
    ++Begin;
  while (EndA > Begin && EndB > Begin && A[EndA - 1] == B[EndB - 1])
    --EndA, --EndB;

  std::vector<Step> Steps;
  for (int I = std::max(0, Begin - Context); I < Begin; ++I)
    Steps.push_back({' ', I, I});
  if (!shortest(A, B, Begin, EndA, EndB, Steps)) {
    for (int I = Begin; I < EndA; ++I)
      Steps.push_back({'-', I, Begin});
    for (int I = Begin; I < EndB; ++I)
      Steps.push_back({'+', EndA, I});
  }
  for (int I = 0; I < Context && EndA + I < static_cast<int>(A.size()); ++I)
    Steps.push_back({' ', EndA + I, EndB + I});

  std::string Out = "--- a/" + Name.str() + "\n+++ b/" + Name.str() + "\n";
  // A hunk goes on as long as the next change is near.
  for (size_t I = 0; I < Steps.size();) {
    while (I < Steps.size() && Steps[I].Kind == ' ')
      ++I;
    if (I == Steps.size())
      break;
    const size_t First = I >= Context ? I - Context : 0;
    size_t Last = I + 1;
    for (size_t J = I; J < Steps.size() && J <= Last + 2 * Context; ++J)
      if (Steps[J].Kind != ' ')
        Last = J + 1;
    const size_t End = std::min(Steps.size(), Last + Context);
    hunk(Steps, First, End, A, B, Out);
    I = End;
  }
  return Out;
}

} // namespace ftidy::command
