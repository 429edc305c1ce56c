// More functions for tfjs-node-gpu 4.22.0's addon: addFunction(graphDef, name, inputs,
// outputs, xla) makes a TensorFlow function of a graph and adds it to the eager context, where
// executeOp(name, ...) runs it like any op: compiled, in one call. removeFunction(name) takes it
// out again, with everything that TensorFlow has made of it. What many machines need is in
// collectives.cc.
//
// Compiled in place of tfjs_binding.cc, which it includes.

#include <node_api.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

// The eager context is a private member of the backend.
#define private public
#include "tfjs_backend.h"
#undef private

#undef NAPI_MODULE
#define NAPI_MODULE(name, init)  // registered below, with our functions
#include "tfjs_binding.cc"

namespace tfnodejs {

static bool ReadString(napi_env env, napi_value value, std::string *text) {
  size_t length;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) return false;
  text->resize(length + 1);
  if (napi_get_value_string_utf8(env, value, &(*text)[0], length + 1, &length) != napi_ok)
    return false;
  text->resize(length);
  return true;
}

}  // namespace tfnodejs

#include "collectives.cc"

namespace tfnodejs {

// Reads ["node", index, "node", index, ...] as outputs of operations.
static bool ReadOutputs(napi_env env, napi_value list, TF_Graph *graph,
                        std::vector<TF_Output> *outputs) {
  uint32_t length;
  if (napi_get_array_length(env, list, &length) != napi_ok) return false;
  for (uint32_t i = 0; i + 1 < length; i += 2) {
    napi_value name_value, index_value;
    std::string name;
    int32_t index;
    if (napi_get_element(env, list, i, &name_value) != napi_ok ||
        !ReadString(env, name_value, &name))
      return false;
    if (napi_get_element(env, list, i + 1, &index_value) != napi_ok) return false;
    if (napi_get_value_int32(env, index_value, &index) != napi_ok) return false;
    TF_Operation *operation = TF_GraphOperationByName(graph, name.c_str());
    if (operation == nullptr) return false;
    outputs->push_back({operation, index});
  }
  return true;
}

static napi_value AddFunction(napi_env env, napi_callback_info info) {
  size_t argc = 5;
  napi_value args[5];
  void *bytes;
  size_t length;
  std::string name;
  bool xla;
  TFJSBackend *backend = GetTFJSBackend(env);
  if (!backend || napi_get_cb_info(env, info, &argc, args, nullptr, nullptr) != napi_ok ||
      argc < 5 || napi_get_buffer_info(env, args[0], &bytes, &length) != napi_ok ||
      !ReadString(env, args[1], &name) || napi_get_value_bool(env, args[4], &xla) != napi_ok) {
    napi_throw_error(
        env, nullptr,
        "addFunction: expected (Buffer, string, [string, int, ...], [string, int, ...], boolean)");
    return nullptr;
  }
  TF_Status *status = TF_NewStatus();
  TF_Graph *graph = TF_NewGraph();
  TF_ImportGraphDefOptions *options = TF_NewImportGraphDefOptions();
  TF_Buffer *buffer = TF_NewBufferFromString(bytes, length);
  TF_GraphImportGraphDef(graph, buffer, options, status);
  std::string error;
  if (TF_GetCode(status) == TF_OK) {
    std::vector<TF_Output> inputs, outputs;
    if (!ReadOutputs(env, args[2], graph, &inputs) ||
        !ReadOutputs(env, args[3], graph, &outputs)) {
      error = "an input or output is not in the graph";
    } else {
      TF_Function *function = TF_GraphToFunction(
          graph, name.c_str(), 0, -1, nullptr, static_cast<int>(inputs.size()), inputs.data(),
          static_cast<int>(outputs.size()), outputs.data(), nullptr, nullptr, "", status);
      if (TF_GetCode(status) == TF_OK && xla) {
        const char must_compile[] = {0x28, 0x01};  // AttrValue { b: true }
        TF_FunctionSetAttrValueProto(function, "_XlaMustCompile", must_compile,
                                     sizeof(must_compile), status);
      }
      if (TF_GetCode(status) == TF_OK)
        TFE_ContextAddFunction(backend->tfe_context_, function, status);
      if (function) TF_DeleteFunction(function);
    }
  }
  if (TF_GetCode(status) != TF_OK) error = TF_Message(status);
  TF_DeleteBuffer(buffer);
  TF_DeleteImportGraphDefOptions(options);
  TF_DeleteGraph(graph);
  TF_DeleteStatus(status);
  if (!error.empty()) napi_throw_error(env, nullptr, ("addFunction: " + error).c_str());
  return nullptr;
}

static napi_value RemoveFunction(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value args[1];
  std::string name;
  TFJSBackend *backend = GetTFJSBackend(env);
  if (!backend || napi_get_cb_info(env, info, &argc, args, nullptr, nullptr) != napi_ok ||
      argc < 1 || !ReadString(env, args[0], &name)) {
    napi_throw_error(env, nullptr, "removeFunction: expected (string)");
    return nullptr;
  }
  TF_Status *status = TF_NewStatus();
  TFE_ContextRemoveFunction(backend->tfe_context_, name.c_str(), status);
  std::string error;
  if (TF_GetCode(status) != TF_OK) error = TF_Message(status);
  TF_DeleteStatus(status);
  if (!error.empty()) napi_throw_error(env, nullptr, ("removeFunction: " + error).c_str());
  return nullptr;
}

// Adds one of our functions to the addon's exports.
static void Export(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function) == napi_ok)
    napi_set_named_property(env, exports, name, function);
}

static napi_value InitGanbook(napi_env env, napi_value exports) {
  InitTFNodeJSBinding(env, exports);
  Export(env, exports, "addFunction", AddFunction);
  Export(env, exports, "removeFunction", RemoveFunction);
  Export(env, exports, "enableCollectives", EnableCollectives);
  Export(env, exports, "checkPeer", CheckPeer);
  Export(env, exports, "watchPeers", WatchPeers);
  Export(env, exports, "unwatchPeers", UnwatchPeers);
  return exports;
}

}  // namespace tfnodejs

NAPI_MODULE_INIT() { return tfnodejs::InitGanbook(env, exports); }
