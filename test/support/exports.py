"""Loads exported models where they are meant to go and says what they give: cases on stdin,
outputs on stdout, as JSON."""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.path.append(
    os.environ["TEST_EXPORTS"]
)  # after the own packages: only what they lack comes from there
import numpy as np


def run(kind, path, x, condition):
    if kind == "keras":
        import keras

        return keras.models.load_model(path, compile=False).predict(x, verbose=0)
    if kind == "savedmodel":
        import tensorflow as tf

        return (
            tf.saved_model.load(path)
            .signatures["serving_default"](
                input=tf.constant(x),
                **{key: tf.constant(value) for key, value in condition.items()},
            )["output"]
            .numpy()
        )
    if kind == "onnx":
        import onnxruntime

        return onnxruntime.InferenceSession(path).run(None, {"input": x, **condition})[0]
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
floats = lambda values: np.array(values, dtype=np.float32)
conditions = [
    {"condition": floats(case["condition"])} if "condition" in case else {} for case in cases
]
results = [
    run(case["kind"], case["path"], floats(case.get("x", [])), condition)
    for case, condition in zip(cases, conditions)
]
print("\n" + json.dumps([result.tolist() for result in results]))
