//===-- Finding.cpp - what the command knows of a hazard
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The form between the processes. Source text need not be UTF-8, which JSON
// must be: such text travels as base64.
//
//===----------------------------------------------------------------------===//

#include "Finding.h"
#include "llvm/Support/Base64.h"

using namespace llvm;

namespace ftidy::command {

static json::Object place(const Place &P) {
  return json::Object{{"file", json::fixUTF8(P.File)},
                      {"offset", P.Offset},
                      {"line", P.Line},
                      {"column", P.Column}};
}

static json::Array strings(const std::vector<std::string> &From) {
  json::Array Out;
  for (const std::string &S : From)
    Out.push_back(json::fixUTF8(S));
  return Out;
}

static json::Value text(StringRef Bytes) {
  if (json::isUTF8(Bytes))
    return json::Value(Bytes.str());
  return json::Object{{"base64", encodeBase64(Bytes)}};
}

static std::string text(const json::Value *V) {
  if (!V)
    return std::string();
  if (std::optional<StringRef> S = V->getAsString())
    return S->str();
  std::vector<char> Bytes;
  if (const json::Object *O = V->getAsObject())
    if (std::optional<StringRef> S = O->getString("base64"))
      if (Error E = decodeBase64(*S, Bytes))
        consumeError(std::move(E));
  return std::string(Bytes.begin(), Bytes.end());
}

static std::string text(const json::Object &O, StringRef Key) {
  return text(O.get(Key));
}

static unsigned number(const json::Object &O, StringRef Key) {
  return static_cast<unsigned>(O.getInteger(Key).value_or(0));
}

static Place readPlace(const json::Object &O) {
  return {text(O, "file"), number(O, "offset"), number(O, "line"),
          number(O, "column")};
}

static std::vector<std::string> readStrings(const json::Object &O,
                                            StringRef Key) {
  std::vector<std::string> Out;
  if (const json::Array *A = O.getArray(Key))
    for (const json::Value &V : *A)
      Out.push_back(text(&V));
  return Out;
}

// Calls Each for every object of the array Key.
static void eachOf(const json::Object &O, StringRef Key,
                   function_ref<void(const json::Object &)> Each) {
  if (const json::Array *A = O.getArray(Key))
    for (const json::Value &V : *A)
      if (const json::Object *Member = V.getAsObject())
        Each(*Member);
}

json::Value toJSON(const Job &J) {
  json::Array Options, Overlay;
  for (const auto &[Key, Value] : J.Options)
    Options.push_back(json::Object{{"key", Key}, {"value", text(Value)}});
  for (const auto &[File, Content] : J.Overlay)
    Overlay.push_back(
        json::Object{{"file", text(File)}, {"content", text(Content)}});
  json::Array Arguments;
  for (const std::string &A : J.Arguments)
    Arguments.push_back(text(A));
  return json::Object{{"file", text(J.File)},
                      {"directory", text(J.Directory)},
                      {"arguments", std::move(Arguments)},
                      {"checks", J.Checks},
                      {"options", std::move(Options)},
                      {"overlay", std::move(Overlay)}};
}

json::Value toJSON(const Outcome &O) {
  json::Array Errors, Findings;
  for (const ParseError &E : O.Errors)
    Errors.push_back(
        json::Object{{"at", place(E.At)}, {"message", text(E.Message)}});
  for (const Finding &F : O.Findings) {
    json::Array Notes, Edits;
    for (const Note &N : F.Notes)
      Notes.push_back(
          json::Object{{"at", place(N.At)}, {"message", text(N.Message)}});
    for (const Edit &E : F.Edits)
      Edits.push_back(json::Object{
          {"offset", E.Offset}, {"length", E.Length}, {"text", text(E.Text)}});
    Findings.push_back(json::Object{{"check", F.Check},
                                    {"message", text(F.Message)},
                                    {"at", place(F.At)},
                                    {"notes", std::move(Notes)},
                                    {"cure", static_cast<int>(F.C)},
                                    {"reason", text(F.Reason)},
                                    {"with", F.FixedWithLine},
                                    {"edits", std::move(Edits)}});
  }
  return json::Object{
      {"file", text(O.File)},          {"failure", text(O.Failure)},
      {"errors", std::move(Errors)},   {"findings", std::move(Findings)},
      {"remarks", strings(O.Remarks)}, {"read", strings(O.Read)},
      {"missing", strings(O.Missing)}, {"silenced", O.Silenced}};
}

Expected<Job> parseJob(StringRef Text) {
  Expected<json::Value> V = json::parse(Text);
  if (!V)
    return V.takeError();
  const json::Object *O = V->getAsObject();
  if (!O)
    return createStringError(inconvertibleErrorCode(), "not an object");
  Job J;
  J.File = text(*O, "file");
  J.Directory = text(*O, "directory");
  J.Arguments = readStrings(*O, "arguments");
  J.Checks = text(*O, "checks");
  eachOf(*O, "options", [&](const json::Object &M) {
    J.Options.emplace_back(text(M, "key"), text(M, "value"));
  });
  eachOf(*O, "overlay", [&](const json::Object &M) {
    J.Overlay.emplace_back(text(M, "file"), text(M, "content"));
  });
  return J;
}

Expected<Outcome> parseOutcome(StringRef Text) {
  Expected<json::Value> V = json::parse(Text);
  if (!V)
    return V.takeError();
  const json::Object *O = V->getAsObject();
  if (!O || !O->get("failure"))
    return createStringError(inconvertibleErrorCode(), "not an outcome");
  Outcome Out;
  Out.File = text(*O, "file");
  Out.Failure = text(*O, "failure");
  Out.Remarks = readStrings(*O, "remarks");
  Out.Read = readStrings(*O, "read");
  Out.Missing = readStrings(*O, "missing");
  Out.Silenced = number(*O, "silenced");
  const auto At = [](const json::Object &M) {
    const json::Object *P = M.getObject("at");
    return P ? readPlace(*P) : Place();
  };
  eachOf(*O, "errors", [&](const json::Object &M) {
    Out.Errors.push_back({At(M), text(M, "message")});
  });
  eachOf(*O, "findings", [&](const json::Object &M) {
    Finding F;
    F.Check = text(M, "check");
    F.Message = text(M, "message");
    F.At = At(M);
    F.C = static_cast<Cure>(number(M, "cure"));
    F.Reason = text(M, "reason");
    F.FixedWithLine = number(M, "with");
    eachOf(M, "notes", [&](const json::Object &N) {
      F.Notes.push_back({At(N), text(N, "message")});
    });
    eachOf(M, "edits", [&](const json::Object &E) {
      F.Edits.push_back(
          {number(E, "offset"), number(E, "length"), text(E, "text")});
    });
    Out.Findings.push_back(std::move(F));
  });
  return Out;
}

} // namespace ftidy::command
