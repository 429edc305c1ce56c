// One game on many machines, by TensorFlow's own collectives: enableCollectives(serverDef) joins a
// cluster, checkPeer(task, milliseconds) asks whether a worker is there, watchPeers(tasks, every,
// patience) asks again and again on a thread, and ends what waits for one that is not;
// unwatchPeers() ends the thread.
//
// Included by functions.cc.

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "tensorflow/c/c_api_experimental.h"
#include "tensorflow/c/eager/c_api_experimental.h"

namespace tfnodejs {

// The message of a status that is not OK; the status is freed.
static std::string TakeError(TF_Status *status) {
  std::string error;
  if (TF_GetCode(status) != TF_OK) {
    error = TF_Message(status);
    if (error.empty()) error = "status " + std::to_string(TF_GetCode(status));
  }
  TF_DeleteStatus(status);
  return error;
}

// Why a worker does not answer; empty where it does.
static std::string AskPeer(TFE_Context *context, const std::string &task, int64_t milliseconds) {
  TF_Status *status = TF_NewStatus();
  TFE_CollectiveOpsCheckPeerHealth(context, task.c_str(), milliseconds, status);
  return TakeError(status);
}

// Asks all peers in turn, until one does not answer or nobody wants to know any more.
class PeerWatch {
 public:
  PeerWatch(TFE_Context *context, std::vector<std::string> tasks, int64_t every, int64_t patience)
      : context_(context), tasks_(std::move(tasks)), every_(every), patience_(patience),
        thread_([this] { Run(); }) {}

  ~PeerWatch() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  bool Sleep() {
    std::unique_lock<std::mutex> lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(every_), [this] { return ended_; });
    return !ended_;
  }

  void Run() {
    while (Sleep())
      for (const std::string &task : tasks_) {
        const std::string error = AskPeer(context_, task, patience_);
        if (error.empty()) continue;
        TF_Status *status = TF_NewStatus();
        TF_SetStatus(status, TF_UNAVAILABLE, (task + " does not answer: " + error).c_str());
        TFE_AbortCollectiveOps(context_, status);
        TF_DeleteStatus(status);
        return;
      }
  }

  TFE_Context *context_;
  const std::vector<std::string> tasks_;
  const int64_t every_;
  const int64_t patience_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

static std::unique_ptr<PeerWatch> watch;

static napi_value Fail(napi_env env, const std::string &message) {
  napi_throw_error(env, nullptr, message.c_str());
  return nullptr;
}

// The device that ops run on has another name in a cluster: the last GPU of this worker, as in
// TFJSBackend's constructor, else its CPU.
static std::string FindDevice(TFJSBackend *backend, TF_Status *status) {
  std::string name;
  TF_DeviceList *list = TFE_ContextListDevices(backend->tfe_context_, status);
  const char *wanted = backend->is_gpu_device ? "GPU" : "CPU";
  for (int i = 0; TF_GetCode(status) == TF_OK && i < TF_DeviceListCount(list); i++)
    if (std::string(TF_DeviceListType(list, i, status)) == wanted)
      name = TF_DeviceListName(list, i, status);
  TF_DeleteDeviceList(list);
  return name;
}

static napi_value EnableCollectives(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value args[1];
  std::string text;
  TFJSBackend *backend = GetTFJSBackend(env);
  if (!backend || napi_get_cb_info(env, info, &argc, args, nullptr, nullptr) != napi_ok ||
      argc < 1 || !ReadString(env, args[0], &text))
    return Fail(env, "enableCollectives: expected (string)");
  TF_Status *status = TF_NewStatus();
  TF_Buffer *server = TFE_GetServerDef(text.c_str(), status);
  if (TF_GetCode(status) == TF_OK)
    TFE_EnableCollectiveOps(backend->tfe_context_, server->data, server->length, status);
  if (server) TF_DeleteBuffer(server);
  if (TF_GetCode(status) == TF_OK) backend->device_name = FindDevice(backend, status);
  const std::string error = TakeError(status);
  return error.empty() ? nullptr : Fail(env, "enableCollectives: " + error);
}

static napi_value CheckPeer(napi_env env, napi_callback_info info) {
  size_t argc = 2;
  napi_value args[2], result;
  std::string task;
  int64_t milliseconds;
  TFJSBackend *backend = GetTFJSBackend(env);
  if (!backend || napi_get_cb_info(env, info, &argc, args, nullptr, nullptr) != napi_ok ||
      argc < 2 || !ReadString(env, args[0], &task) ||
      napi_get_value_int64(env, args[1], &milliseconds) != napi_ok)
    return Fail(env, "checkPeer: expected (string, number)");
  const std::string error = AskPeer(backend->tfe_context_, task, milliseconds);
  return napi_create_string_utf8(env, error.data(), error.size(), &result) == napi_ok ? result
                                                                                       : nullptr;
}

static napi_value WatchPeers(napi_env env, napi_callback_info info) {
  size_t argc = 3;
  napi_value args[3];
  uint32_t length;
  int64_t every, patience;
  std::vector<std::string> tasks;
  TFJSBackend *backend = GetTFJSBackend(env);
  bool fits = backend && napi_get_cb_info(env, info, &argc, args, nullptr, nullptr) == napi_ok &&
              argc == 3 && napi_get_array_length(env, args[0], &length) == napi_ok &&
              napi_get_value_int64(env, args[1], &every) == napi_ok &&
              napi_get_value_int64(env, args[2], &patience) == napi_ok;
  for (uint32_t i = 0; fits && i < length; i++) {
    napi_value element;
    tasks.emplace_back();
    fits = napi_get_element(env, args[0], i, &element) == napi_ok &&
           ReadString(env, element, &tasks.back());
  }
  if (!fits) return Fail(env, "watchPeers: expected ([string, ...], number, number)");
  watch.reset();
  watch = std::make_unique<PeerWatch>(backend->tfe_context_, std::move(tasks), every, patience);
  return nullptr;
}

static napi_value UnwatchPeers(napi_env env, napi_callback_info info) {
  watch.reset();
  return nullptr;
}

}  // namespace tfnodejs
