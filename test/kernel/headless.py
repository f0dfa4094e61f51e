"""Executes a notebook with nbclient, as `npm run figures` does: cells in, executed cells out (JSON)."""
import json
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

task = json.load(sys.stdin)
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in task["cells"]])
client = NotebookClient(
    notebook, kernel_name="latent-torus-test", timeout=60, allow_errors=task["allow_errors"])
error = None
try:
    client.execute()
except CellExecutionError as failure:
    error = {"ename": failure.ename, "evalue": failure.evalue, "text": str(failure)}
json.dump({"cells": notebook.cells, "error": error}, sys.stdout)
