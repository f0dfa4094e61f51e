"""execute.py NOTEBOOK TARGET FAILED: executes a notebook with the TypeScript kernel, in the notebook's folder.

With its outputs it goes to TARGET (which may be NOTEBOOK) if every cell ran; otherwise what there is goes to FAILED. News go to standard
output as JSON, a line each: {"cells": 7}, {"cell": 1}, {"failed": {"cell": 2, "error": "…"}}, {"finished": true}.
"""
import json
import os
import re
import signal
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def tell(**news):
    print(json.dumps(news), flush=True)


def main(source, target, failed):
    notebook = nbformat.read(source, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == 'code' and cell.source.strip()]
    for cell in notebook.cells:
        if cell.cell_type == 'code':
            cell.outputs, cell.execution_count = [], None
    position = {'cell': None}
    number = {id(cell): i + 1 for i, cell in enumerate(code)}  # as JupyterLab shows it: [1], [2] …

    def started(cell, cell_index):
        position['cell'] = number.get(id(cell))

    def executed(cell, cell_index, execute_reply):
        if execute_reply['content']['status'] == 'ok':
            tell(cell=number.get(id(cell)))

    client = NotebookClient(
        notebook, timeout=None, kernel_name='typescript', record_timing=False,
        resources={'metadata': {'path': os.path.dirname(source)}},
        on_cell_execute=started, on_cell_executed=executed)
    tell(cells=len(code))
    problem = None
    try:
        client.execute()
    except CellExecutionError as error:
        problem = trace(code[position['cell'] - 1]) or f'{error.ename}: {error.evalue}'
    except DeadKernelError:
        problem = 'the kernel died (out of memory, or a crash in native code: see the messages above)'
    except Interrupted:
        problem = 'interrupted'
    except Exception as error:  # a kernel that does not start, a lost connection
        problem = f'{type(error).__name__}: {error}'
    tidy(notebook)
    if problem is None:
        write(notebook, target)
        tell(finished=True)
        return 0
    write(notebook, failed)
    tell(failed={'cell': position['cell'], 'error': problem})
    return 1


class Interrupted(BaseException):
    pass


def interrupt(*_):
    raise Interrupted


def trace(cell):
    """The traceback that the kernel sent: it starts with the error's name and value."""
    errors = [output for output in cell.outputs if output.output_type == 'error']
    return re.sub(r'\x1b\[[0-9;]*m', '', '\n'.join(errors[-1].traceback)) if errors else ''


def tidy(notebook):
    """Leaves out what differs from run to run without meaning anything."""
    for cell in notebook.cells:
        cell.metadata.pop('execution', None)
        if cell.cell_type == 'code':
            cell.outputs = joined(cell.outputs)
    notebook.metadata.pop('widgets', None)
    notebook.metadata['kernelspec'] = {
        'name': 'typescript', 'display_name': 'TypeScript (Latent Torus)', 'language': 'typescript'}


def joined(outputs):
    """Printed text in one output, however many messages it came in."""
    result = []
    for output in outputs:
        last = result[-1] if result else None
        if last and output.output_type == last.output_type == 'stream' and output.name == last.name:
            last.text += output.text
        else:
            result.append(output)
    return result


def write(notebook, file):
    os.makedirs(os.path.dirname(file), exist_ok=True)
    partial = f'{file}.{os.getpid()}.partial'
    with open(partial, 'w', encoding='utf-8') as sink:
        nbformat.write(notebook, sink)
    os.replace(partial, file)


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, interrupt)
    status = main(*sys.argv[1:])
    os._exit(status)  # nbclient's exit handlers trip over a kernel that never started
