"""Real tables, other generators of tables, and judges of both, for the benches of tables.

    tables_worker.py data FOLDER                        writes NAME_train.csv and NAME_test.csv
    tables_worker.py mixtures TRAIN.csv            times scikit-learn's mixtures, as CTGAN fits them
    tables_worker.py fit MODEL TRAIN.csv OUT.csv EPOCHS SEED    ctgan, tvae or copula
    tables_worker.py judge TRAIN.csv TEST.csv ROWS.csv TARGET   quality, usefulness, privacy

Each prints a line of JSON.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def words(table):
    return [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]


def data(folder):
    import statsmodels.api as sm
    from plotnine.data import diamonds

    def write(name, table, size):
        table.iloc[:size].to_csv(f"{folder}/{name}_train.csv", index=False)
        table.iloc[size:].to_csv(f"{folder}/{name}_test.csv", index=False)

    write("diamonds", diamonds.sample(12000, random_state=1), 8000)
    fair = sm.datasets.fair.load_pandas().data.sample(frac=1, random_state=1)
    fair["affair"] = (fair.affairs > 0).map({True: "yes", False: "no"})
    fair = fair.drop(columns="affairs")
    for name in ["rate_marriage", "religious", "educ", "occupation", "occupation_husb"]:
        fair[name] = "c" + fair[name].astype(str)
    write("fair", fair, 4400)
    health = sm.datasets.randhie.load_pandas().data.sample(12000, random_state=1)
    places = np.select([health.hlthg == 1, health.hlthf == 1, health.hlthp == 1], [1, 2, 3], 0)
    health["health"] = np.array(["excellent", "good", "fair", "poor"])[places]
    health["idp"] = health.idp.map({1: "yes", 0: "no"})
    write("health", health.drop(columns=["hlthg", "hlthf", "hlthp"]), 8000)
    return {}


def mixtures(train):
    from sklearn.mixture import BayesianGaussianMixture

    table = pd.read_csv(train)
    columns = [table[[name]].to_numpy(float) for name in table if name not in words(table)]
    fit = lambda x: BayesianGaussianMixture(
        n_components=10,
        weight_concentration_prior_type="dirichlet_process",
        weight_concentration_prior=0.001,
        n_init=1,
        random_state=0,
    ).fit(x)
    begun = time.perf_counter()
    models = [fit(x) for x in columns]
    seconds = time.perf_counter() - begun
    return {
        "seconds": seconds,
        "likelihood": float(np.mean([model.score(x) for model, x in zip(models, columns)])),
    }


def fit(model, train, out, epochs, seed):
    table = pd.read_csv(train)
    categories = words(table)
    np.random.seed(int(seed))
    begun = time.perf_counter()
    if model == "copula":
        from copulas.multivariate import GaussianMultivariate
        from rdt.transformers.categorical import UniformEncoder

        encoders = {name: UniformEncoder() for name in categories}
        encoded = table.copy()
        for name, encoder in encoders.items():
            encoded = encoder.fit_transform(encoded, name)
        copula = GaussianMultivariate(random_state=int(seed))
        copula.fit(encoded)
        drawn = copula.sample(len(table))
        for encoder in encoders.values():
            drawn = encoder.reverse_transform(drawn)
        for name in table:
            if name not in categories:
                decimals = max(
                    len(str(x).split(".")[1].rstrip("0")) for x in table[name].astype(float)
                )
                drawn[name] = (
                    drawn[name].clip(table[name].min(), table[name].max()).round(decimals)
                )
        drawn = drawn[table.columns]
    else:
        import torch
        from ctgan import CTGAN, TVAE

        torch.manual_seed(int(seed))
        synthesizer = {"ctgan": CTGAN, "tvae": TVAE}[model](epochs=int(epochs))
        synthesizer.fit(table, categories)
        drawn = synthesizer.sample(len(table))
    drawn.to_csv(out, index=False)
    return {"seconds": time.perf_counter() - begun}


def judge(train, test, rows, target):
    from sdmetrics.reports.single_table import QualityReport
    from sklearn.ensemble import HistGradientBoostingClassifier

    real, held, drawn = [pd.read_csv(path) for path in (train, test, rows)]
    categories = words(real)
    kinds = {c: {"sdtype": "categorical" if c in categories else "numerical"} for c in real}

    def quality(table, like=real):
        report = QualityReport()
        report.generate(like, table, {"columns": kinds}, verbose=False)
        return report.get_score(), *report.get_properties().set_index("Property")["Score"]

    score, shapes, pairs = quality(drawn)
    held_score, *_ = quality(held)
    # The report cuts each table into ten by its own range, so that one outlier decides of a pair of
    # columns; without the outer hundredth both are cut in the same way.
    numeric = [c for c in real if c not in categories]
    low, high = real[numeric].quantile(0.005), real[numeric].quantile(0.995)
    within, *others = [
        table.assign(**table[numeric].clip(low, high, axis=1)) for table in (real, drawn, held)
    ]
    trimmed, held_trimmed = [quality(table, within)[0] for table in others]
    places = {c: {k: i for i, k in enumerate(sorted(real[c].unique()))} for c in categories}

    def numbers(table):
        table = table.drop(columns=target)
        return table.assign(**{c: table[c].map(places[c]) for c in table if c in categories})

    def accuracy(table):
        model = HistGradientBoostingClassifier(random_state=0)
        return model.fit(numbers(table), table[target]).score(numbers(held), held[target])

    return {
        "quality": score,
        "qualityOfHeldOut": held_score,
        "trimmedQuality": trimmed,
        "trimmedQualityOfHeldOut": held_trimmed,
        "shapes": shapes,
        "pairs": pairs,
        "trainedOnRows": accuracy(drawn),
        "trainedOnTable": accuracy(real),
        **attack(real, drawn, held),
    }


def attack(real, drawn, held):
    """How much better anonymeter singles out and links rows of the table than rows held out."""
    from anonymeter.evaluators import SinglingOutEvaluator

    evaluator = SinglingOutEvaluator(ori=real, syn=drawn, control=held, n_attacks=300)
    try:
        evaluator.evaluate(mode="multivariate")
        risk = evaluator.risk()
        return {"singledOut": risk.value, "singledOutHigh": risk.ci[1]}
    except RuntimeError:
        return {}


command, *arguments = sys.argv[1:]
print(json.dumps(globals()[command](*arguments)))
