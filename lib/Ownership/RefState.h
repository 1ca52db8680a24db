//===-- RefState.h - what a local variable holds -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lattice of Ownership: for each local variable, the set of things it may
// hold at a point. Sets only grow at joins; there are finitely many sites.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_REFSTATE_H
#define FTIDY_LIB_OWNERSHIP_REFSTATE_H

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <tuple>

namespace clang {
class VarDecl;
} // namespace clang

namespace ftidy::own {

enum class Hold : uint8_t {
  Other,    ///< anything that has nothing to do with a site
  Uninit,   ///< declared, not yet assigned
  Null,     ///< a null pointer, of a site or written by the author
  None,     ///< None, where a site means "gone" by it (dead weak references)
  Borrowed, ///< what a site returned, with no reference of its own
  Owned,    ///< what a site returned, after an INCREF
  Given,    ///< owned, then handed to somebody who steals it
  Gone,     ///< owned, then released
  Derived,  ///< a pointer whose life hangs on what a site returned
  Counted,  ///< Derived, with a reference of its own until that is given up
  Past,     ///< one of these, from an earlier round of the loop
};

/// One thing a variable may hold, and the site it came from.
struct Held {
  static constexpr unsigned NoSite = ~0u;
  Hold What = Hold::Other;
  unsigned Site = NoSite;

  bool operator==(const Held &O) const {
    return What == O.What && Site == O.Site;
  }
  bool operator<(const Held &O) const {
    return std::tie(What, Site) < std::tie(O.What, O.Site);
  }
};

/// A set of things held, sorted and unique.
class HeldSet {
  llvm::SmallVector<Held, 2> Items;

public:
  HeldSet() = default;
  HeldSet(Held H) : Items{H} {}

  auto begin() const { return Items.begin(); }
  auto end() const { return Items.end(); }
  bool empty() const { return Items.empty(); }
  size_t size() const { return Items.size(); }
  bool operator==(const HeldSet &O) const { return Items == O.Items; }

  void insert(Held H) {
    auto At = llvm::lower_bound(Items, H);
    if (At == Items.end() || !(*At == H))
      Items.insert(At, H);
  }
  /// Adds all of O. True when that changed this set.
  bool join(const HeldSet &O) {
    const size_t Before = Items.size();
    for (const Held &H : O)
      insert(H);
    return Items.size() != Before;
  }
  bool has(Hold What) const {
    return llvm::any_of(Items, [&](Held H) { return H.What == What; });
  }
  bool has(Hold What, unsigned Site) const {
    return llvm::is_contained(Items, Held{What, Site});
  }
  template <class Predicate> HeldSet filtered(Predicate Keep) const {
    HeldSet Result;
    for (const Held &H : Items)
      if (Keep(H))
        Result.Items.push_back(H);
    return Result;
  }
  /// The set with every `From` of that site turned into `To`.
  HeldSet changed(unsigned Site, Hold From, Hold To) const {
    HeldSet Result;
    for (Held H : Items)
      Result.insert(H.What == From && H.Site == Site ? Held{To, Site} : H);
    return Result;
  }
  /// True when something of a site is in the set.
  bool isInteresting() const {
    return llvm::any_of(Items,
                        [](Held H) { return H.Site != Held::NoSite; });
  }
};

/// What all variables hold. A variable that is absent holds Other.
class RefState {
  llvm::SmallVector<std::pair<const clang::VarDecl *, HeldSet>, 4> Variables;

public:
  auto begin() const { return Variables.begin(); }
  auto end() const { return Variables.end(); }

  HeldSet get(const clang::VarDecl *V) const {
    for (const auto &[Known, S] : Variables)
      if (Known == V)
        return S;
    return Held{};
  }
  void set(const clang::VarDecl *V, HeldSet S) {
    const bool IsOther = S == HeldSet(Held{});
    for (size_t I = 0; I < Variables.size(); ++I)
      if (Variables[I].first == V) {
        if (IsOther)
          Variables.erase(Variables.begin() + I);
        else
          Variables[I].second = std::move(S);
        return;
      }
    if (!IsOther)
      Variables.push_back({V, std::move(S)});
  }
  /// Turns `From` of a site into `To` in every variable: they are aliases.
  void change(unsigned Site, Hold From, Hold To) {
    for (auto &[V, S] : Variables)
      if (S.has(From, Site))
        S = S.changed(Site, From, To);
  }
  /// Joins O into this; true when that changed this.
  bool join(const RefState &O) {
    bool Changed = false;
    for (auto &[V, S] : Variables)
      Changed |= S.join(O.get(V));
    for (const auto &[V, S] : O.Variables)
      if (llvm::none_of(Variables, [V = V](auto &E) { return E.first == V; })) {
        HeldSet Both = Held{};
        Both.join(S);
        Variables.push_back({V, std::move(Both)});
        Changed = true;
      }
    return Changed;
  }
  size_t size() const { return Variables.size(); }
};

} // namespace ftidy::own

#endif
