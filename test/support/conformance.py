"""jupyter_kernel_test's own suite with all of its optional groups. Usage: conformance.py [kernel
name]"""

import sys, unittest
import jupyter_kernel_test as jkt

name = sys.argv.pop(1) if len(sys.argv) > 1 else "ganbook"


kernel = '(globalThis as any)[Symbol.for("ganbook.kernel")]'


class KernelConformance(jkt.KernelTests):
    kernel_name = name
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    completion_samples = [
        {"text": "Math.sqr", "matches": ["sqrt", "SQRT1_2", "SQRT2"]},
        {"text": "[1].toLocaleStr", "matches": ["toLocaleString"]},
    ]
    complete_code_samples = [
        "1 + 1",
        "const a = 1;",
        "for (const i of [1]) {\n  i;\n}",
        "await (1)",
    ]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`text"]
    invalid_code_samples = ["const = 1;", "f(]"]
    code_page_something = "Math.sqrt?"
    code_generate_error = 'throw new Error("on purpose")'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "[1, 'a']", "result": "[ 1, 'a' ]"},
        {"code": "1 + 3", "result": "4"},
        {"code": "await (5)", "result": "5"},
        {"code": "1 + 2", "result": "3"},
        {
            "code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })",
            "mime": "text/html",
        },
    ]
    code_display_data = [
        {
            "code": kernel + '.display({ "text/html": "<b>bold</b>" })',
            "mime": "text/html",
        },
        {
            "code": kernel + '.display({ "image/svg+xml": "<svg/>" })',
            "mime": "image/svg+xml",
        },
    ]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.sqrt"
    code_clear_output = "(globalThis as any)[Symbol.for('ganbook.kernel')].clearOutput()"


class WelcomeConformance(jkt.IopubWelcomeTests):
    kernel_name = name
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
