//===-- Check.cpp - what all checks share
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/Origin.h"
#include "FixIt/LineEnds.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace clang::ast_matchers;

template <>
struct clang::tidy::OptionEnumMapping<ftidy::FixLevel> {
  static llvm::ArrayRef<std::pair<ftidy::FixLevel, StringRef>> getEnumMapping() {
    static constexpr std::pair<ftidy::FixLevel, StringRef> Mapping[] = {
        {ftidy::FixLevel::Safe, "safe"}, {ftidy::FixLevel::Review, "review"}};
    return Mapping;
  }
};

template <>
struct clang::tidy::OptionEnumMapping<ftidy::Compat> {
  static llvm::ArrayRef<std::pair<ftidy::Compat, StringRef>> getEnumMapping() {
    static constexpr std::pair<ftidy::Compat, StringRef> Mapping[] = {
        {ftidy::Compat::Auto, "auto"},
        {ftidy::Compat::None, "none"},
        {ftidy::Compat::PythoncapiCompat, "pythoncapi_compat"}};
    return Mapping;
  }
};

template <>
struct clang::tidy::OptionEnumMapping<ftidy::ErrorPolicy> {
  static llvm::ArrayRef<std::pair<ftidy::ErrorPolicy, StringRef>>
  getEnumMapping() {
    static constexpr std::pair<ftidy::ErrorPolicy, StringRef> Mapping[] = {
        {ftidy::ErrorPolicy::Preserve, "preserve"},
        {ftidy::ErrorPolicy::Propagate, "propagate"}};
    return Mapping;
  }
};

namespace ftidy {

// "3.9" -> 0x03090000; anything else -> 0, the headers' own version.
static capi::Version parseVersion(StringRef Text) {
  unsigned Major = 0, Minor = 0;
  const auto [Left, Right] = Text.trim().split('.');
  if (Left.getAsInteger(10, Major) ||
      Right.split('.').first.getAsInteger(10, Minor) || Major > 255 ||
      Minor > 255)
    return 0;
  return capi::version(Major, Minor);
}

Check::Check(StringRef Name, tidy::ClangTidyContext *Context,
             SessionPool &Pool)
    : ClangTidyCheck(Name, Context), Name(Name) {
  Wanted.Fixes = Options.getLocalOrGlobal("FixLevel", FixLevel::Safe);
  Wanted.CompatHeader = Options.getLocalOrGlobal("Compat", Compat::Auto);
  Wanted.Errors =
      Options.getLocalOrGlobal("ErrorPolicy", ErrorPolicy::Preserve);
  const StringRef Oldest = Options.getLocalOrGlobal("MinPython", "");
  Wanted.MinPython = parseVersion(Oldest);
  if (!Oldest.empty() && !Wanted.MinPython)
    configurationDiag("invalid value '%0' for MinPython: write a version such "
                      "as '3.9'")
        << Oldest;
  Wanted.FactsFile = Options.getLocalOrGlobal("FactsFile", "").str();
  Wanted.ShowReviewNotes =
      Options.getLocalOrGlobal("ReviewNotes", "") == "shown";
  S = Pool.get(Context, Wanted);
  if (const std::string Problem = S->takeProblem(); !Problem.empty())
    configurationDiag("%0") << Problem;
}

void Check::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "FixLevel", Wanted.Fixes);
  Options.store(Opts, "Compat", Wanted.CompatHeader);
  Options.store(Opts, "ErrorPolicy", Wanted.Errors);
  Options.store(Opts, "MinPython",
                Wanted.MinPython ? capi::versionName(Wanted.MinPython) : "");
  Options.store(Opts, "FactsFile", Wanted.FactsFile);
  Options.store(Opts, "ReviewNotes",
                Wanted.ShowReviewNotes ? "shown" : "hidden");
}

void Check::registerPPCallbacks(const SourceManager &SM, Preprocessor *PP,
                                Preprocessor *) {
  S->attach(SM, *PP);
}

void Check::registerMatchers(MatchFinder *Finder) {
  if (S->join(*this))
    Finder->addMatcher(
        functionDecl(isDefinition(), unless(isImplicit())).bind("function"),
        this);
}

// Only of the first check.
void Check::check(const MatchFinder::MatchResult &Result) {
  const auto *F = Result.Nodes.getNodeAs<FunctionDecl>("function");
  S->begin(*Result.Context);
  if (F->getBody() && !F->isDependentContext() &&
      S->origins().of(F->getLocation()) == capi::Origin::User)
    S->addDefinition(*F);
}

// Only of the first check.
void Check::onEndOfTranslationUnit() { S->run(); }

void Check::report(const Finding &Given) {
  const SourceManager &SM = S->context().getSourceManager();
  Finding F = Given;
  if (F.Plan.allowed(S->options().Fixes) && !S->claim(F.Loc, F.Plan.edits()))
    F.Plan = fix::EditPlan::refuse(fix::Reason::OtherFix);
  S->noteSaid({Name, F.Loc,
               F.Plan.allowed(S->options().Fixes) || F.Plan.isOfOther()});
  // At a macro's own location clang drops the diagnostic when the macro comes
  // from a system header: always speak of the place in the file.
  // A note belongs to the diagnostic before it, which is out once this ends.
  {
    auto Main = diag(SM.getFileLoc(F.Loc), "%0") << F.Message;
    if (F.Plan.allowed(S->options().Fixes))
      for (const fix::Edit &E : F.Plan.edits()) {
        const FileID File = SM.getFileID(SM.getFileLoc(F.Loc));
        const SourceLocation Begin =
            SM.getLocForStartOfFile(File).getLocWithOffset(E.Offset);
        Main << FixItHint::CreateReplacement(
            CharSourceRange::getCharRange(Begin,
                                          Begin.getLocWithOffset(E.Length)),
            fix::withLineEnds(E.Text, SM.getBufferData(File)));
      }
  }
  for (const auto &[Loc, Text] : F.Notes)
    diag(SM.getFileLoc(Loc), "%0", DiagnosticIDs::Note) << Text;
  if (const std::string Note = F.Plan.note();
      !Note.empty() && (S->options().ShowReviewNotes ||
                        !(F.Plan.level() == fix::Level::Review &&
                          F.Plan.allowed(S->options().Fixes))))
    diag(SM.getFileLoc(F.Loc), "%0", DiagnosticIDs::Note) << Note;
}

} // namespace ftidy
