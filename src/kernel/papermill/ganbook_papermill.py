"""papermill parameters for TypeScript notebooks: `papermill in.ipynb out.ipynb -p epochs 5`."""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators


class TypeScriptTranslator(Translator):
    """Writes parameters as `let name = value;`, which may be declared anew in a later cell."""

    # let name: type = value; // help
    DECLARATION = re.compile(
        r"^\s*(?:let|const|var)\s+([\w$]+)\s*(?::\s*([^=]+?))?\s*=\s*(.+?)\s*;?\s*(?://\s*(.*))?$"
    )

    @classmethod
    def translate(cls, val):
        if isinstance(val, float) and not math.isfinite(val):
            return "NaN" if math.isnan(val) else "Infinity" if val > 0 else "-Infinity"
        if isinstance(val, dict):
            return (
                "{ "
                + ", ".join(
                    f"{json.dumps(str(key))}: {cls.translate(item)}" for key, item in val.items()
                )
                + " }"
            )
        if isinstance(val, (list, tuple)):
            return "[" + ", ".join(cls.translate(item) for item in val) + "]"
        return json.dumps(
            val if isinstance(val, (str, bool, int, float, type(None))) else str(val)
        )

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """The parameters that a notebook offers, for `papermill --help-notebook`."""
        found = (cls.DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [Parameter(m[1], m[2] or "None", m[3], m[4] or "") for m in found if m]


class TypeScriptEngine(NBClientEngine):
    """papermill's own engine, under a name of ours: loading it is what registers the translator."""


papermill_translators.register("typescript", TypeScriptTranslator)
