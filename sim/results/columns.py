"""Columns of effects.parquet: type and meaning, for who writes the table, reads it or explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple

from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Kind = Literal["text", "whole", "number"]
DTYPES: dict[Kind, str] = {"text": "string", "whole": "Int64", "number": "float64"}  # of pandas, each with gaps


class Column(NamedTuple):
    """One column; ``results-column-<name>`` of the texts says what it holds."""

    name: str
    kind: Kind

    @property
    def words(self) -> str:
        """Meaning, as users read it."""
        return say(f"results-column-{self.name.replace('_', '-')}")


EFFECTS = (
    Column("comparison", "text"),
    Column("allocation", "text"),
    Column("measure", "text"),
    Column("unit", "text"),
    Column("dimension", "text"),
    Column("city", "text"),
    Column("sector", "text"),
    Column("quintile", "whole"),
    Column("direction", "text"),
    Column("group", "text"),
    Column("week", "whole"),
    Column("replicate", "whole"),
    Column("value", "number"),
    Column("se", "number"),
    Column("ci_low", "number"),
    Column("ci_high", "number"),
    Column("n_replicates", "whole"),
)
NAMES = [column.name for column in EFFECTS]


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of effects with its columns in order, each of its type."""
    return frame[NAMES].astype({column.name: DTYPES[column.kind] for column in EFFECTS})


def schema() -> pa.Schema:
    """Types in the file, the same whatever version of pandas writes it: no categories, no large strings."""
    import pyarrow as pa

    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64()}
    return pa.schema([(column.name, types[column.kind]) for column in EFFECTS])


def write_effects(frame: pd.DataFrame, file: BinaryIO) -> None:
    """Write effects.parquet: one row group, so that sums over it come out the same each time; NULL for no value.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`typed` returns it.
    file : BinaryIO
    """
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(frame, schema=schema(), preserve_index=False)
    parquet.write_table(table, file, compression="zstd", row_group_size=max(1, len(frame)))


def columns_table() -> str:
    """Return the columns as a table in Markdown."""
    lines = [say("results-columns-head"), "|---|---|---|"]
    return "\n".join(lines + [f"| `{c.name}` | {say(f'results-type-{c.kind}')} | {c.words} |" for c in EFFECTS])
