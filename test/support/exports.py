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

        given = [x, *condition.values()] if condition else x
        return keras.models.load_model(path, compile=False).predict(given, verbose=0)
    if kind == "savedmodel":
        import tensorflow as tf

        told = {key: tf.constant(value) for key, value in condition.items()}
        signature = tf.saved_model.load(path).signatures["serving_default"]
        outputs = signature(input=tf.constant(x), **told)
        return [outputs[key].numpy() for key in ("output", "classes") if key in outputs]
    if kind == "onnx":
        import onnxruntime

        session = onnxruntime.InferenceSession(path)
        names = sorted((one.name for one in session.get_outputs()), reverse=True)
        return session.run(names, {"input": x, **condition})
    if kind == "onnxOpset":
        import onnx

        return onnx.load(path).opset_import[0].version
    if kind == "safetensors":
        from safetensors.numpy import load_file

        return load_file(path)["generator/0"]
    if kind == "safetensorsNames":
        from safetensors.numpy import load_file

        return list(load_file(path))
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


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.tolist() if hasattr(value, "tolist") else value


print("\n" + json.dumps(plain(results)))
