"""cells.zip: what every run found in every replicate, kept beside the tables that are made of it.

A cell is one replicate of one run. Its name is the hash of the run's settings and the number of the replicate; the
manifest says which program and data made it. Tables can be made of cells again, and a cell can be computed again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.results.files import parsed

Arrays: TypeAlias = dict[str, NDArray[Any]]

CELLS = "cells.zip"
UNDATED = (1980, 1, 1, 0, 0, 0)
MOST_HEADER = 1 << 20  # characters that name the arrays of a cell; ours have a few thousand
MOST_BYTES = 1 << 26  # of one cell; those of 50 cities have a thousandth of it


def cell_name(settings_digest: str, replicate: int) -> str:
    """Name of a cell, by the hash of all that one replicate of a run depends on."""
    return f"{settings_digest}_{replicate}"


def packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Bytes of a cell, the same whenever the arrays are: an ``.npy`` of one record, whose fields are the arrays.

    An ``.npz`` of as many small arrays is three times as large, and takes six times as long to write.
    """
    record = np.empty((), [(name, array.dtype, array.shape) for name, array in arrays.items()])
    for name, array in arrays.items():
        record[name] = array
    content = io.BytesIO()
    np.save(content, record, allow_pickle=False)
    return content.getvalue()


def unpacked(content: bytes) -> Arrays:
    """Arrays of a cell; what numpy raises of content that is no cell is for the caller."""
    record = np.load(io.BytesIO(content), allow_pickle=False, max_header_size=MOST_HEADER)
    return {name: record[name] for name in record.dtype.names}


def pack_cells(cells: Mapping[str, bytes]) -> Callable[[BinaryIO], None]:
    """Return what writes cells as one file, the same bytes in whatever order they were found."""

    def write(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            for name in sorted(cells):
                pack.writestr(zipfile.ZipInfo(f"{name}.npy", UNDATED), cells[name], zipfile.ZIP_DEFLATED)

    return write


def read_cells(folder: Path) -> dict[str, bytes]:
    """Read the cells of a results folder by name.

    Raises
    ------
    InputError
        If the file is not there, or not as :func:`pack_cells` writes it.
    """
    return parsed(folder / CELLS, "results-no-cells", _cells)


def _cells(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        for entry in pack.infolist():  # a stranger's file may hold what grows without end
            if entry.file_size > MOST_BYTES:
                raise ValueError(entry.filename)
        return {entry.filename.removesuffix(".npy"): pack.read(entry) for entry in pack.infolist()}
