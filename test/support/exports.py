"""Loads exported models where they are meant to go and says what they give: cases on stdin, outputs on stdout, as JSON."""
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.path.append(os.environ["TEST_EXPORTS"])  # after the own packages: only what they lack comes from there
import numpy as np


def run(kind, path, x):
    if kind == "keras":
        import keras

        return keras.models.load_model(path, compile=False).predict(x, verbose=0)
    if kind == "savedmodel":
        import tensorflow as tf

        return tf.saved_model.load(path).signatures["serving_default"](input=tf.constant(x))["output"].numpy()
    if kind == "onnx":
        import onnxruntime

        return onnxruntime.InferenceSession(path).run(None, {"input": x})[0]
    if kind == "safetensors":
        from safetensors.numpy import load_file

        return load_file(path)["generator/0"]
    if kind == "tensorboard":
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        events = EventAccumulator(path)
        events.Reload()
        return np.array([event.value for event in events.Scalars("generatorLoss")])
    raise ValueError(kind)


cases = json.load(sys.stdin)
results = [run(case["kind"], case["path"], np.array(case.get("x", []), dtype=np.float32)) for case in cases]
print("\n" + json.dumps([result.tolist() for result in results]))
