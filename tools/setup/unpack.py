"""unpack.py WHEEL FOLDER LIBRARY…: takes the named libraries and the headers of TensorFlow's C interface out of its wheel.

Each file is checked against the SHA-256 that the wheel's RECORD lists. Standard library only.
"""
import base64
import csv
import hashlib
import io
import os
import sys
import zipfile

# What the two sources of tfjs-node's binding include, directly or not.
HEADERS = (
    'tensorflow/include/tensorflow/c/',
    'tensorflow/include/tensorflow/core/platform/ctstring',
    'tensorflow/include/tsl/platform/ctstring',
    'tensorflow/include/xla/tsl/c/',
)


def main(wheel, folder, *libraries):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (record,) = [name for name in names if name.endswith('.dist-info/RECORD')]
        hashes = {row[0]: row[1] for row in csv.reader(io.StringIO(archive.read(record).decode())) if row}
        targets = {'tensorflow/' + library: 'lib/' + library for library in libraries}
        for name in names:
            if name.endswith('.h') and name.startswith(HEADERS):
                targets[name] = name[len('tensorflow/'):]
            elif '.dist-info/' in name and os.path.basename(name).startswith('LICENSE'):
                targets[name] = 'LICENSE'
        for name, target in targets.items():
            if name not in names:
                sys.exit(f'error: {os.path.basename(wheel)} holds no {name}')
            take(archive, name, os.path.join(folder, target), hashes.get(name))


def take(archive, name, target, expected):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as source, open(target, 'wb') as sink:
        for chunk in iter(lambda: source.read(1 << 20), b''):
            digest.update(chunk)
            sink.write(chunk)
    found = 'sha256=' + base64.urlsafe_b64encode(digest.digest()).rstrip(b'=').decode()
    if found != expected:
        sys.exit(f'error: {name} is damaged: {found}, expected {expected}')


if __name__ == '__main__':
    try:
        main(*sys.argv[1:])
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        sys.exit(f'error: {error}')
