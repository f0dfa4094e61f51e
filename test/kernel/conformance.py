"""Jupyter's own conformance suite, for the TypeScript kernel. Run by conformance.test.ts."""
import unittest

import jupyter_kernel_test  # imported as a module: its class would else be run too, for Python's kernel


class LatentTorusKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "latent-torus-test"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('test')"
    code_generate_error = "throw new Error('wrong')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "const answer: number = 42; answer", "result": "42"},
        {"code": "await Promise.resolve([1, 2])", "result": "[ 1, 2 ]"},
        {"code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>bold</b>' }) })",
         "mime": "text/html", "result": "<b>bold</b>"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "import { display } from 'tslab'; display.png(Buffer.from([1, 2]))", "mime": "image/png"},
        {"code": "require('tslab/dist/jupyter').lastWriteDisplayData({ data: { 'text/markdown': 'a' } })",
         "mime": "text/markdown"},
    ]
    completion_samples = [
        {"text": "Math.cos", "matches": {"cos", "cosh", "acos", "acosh"}},
        {"text": "console.tim", "matches": {"time", "timeEnd", "timeLog", "timeStamp"}},
        {"text": "const value = '𝒩'; value.codePoint", "matches": {"codePointAt"}},
    ]
    complete_code_samples = [
        "1", "const a = 1", "function f() {}", "for (const x of [1]) {\n  x;\n}", "await 0", "// text",
    ]
    incomplete_code_samples = ["function f() {", "[1, 2", "f(", "1 +", "const text = `a", "/* text"]
    invalid_code_samples = ["const = 1", "1 2", "}", "let 3a"]
    code_inspect_sample = "Math.cos"


if __name__ == "__main__":
    unittest.main()
