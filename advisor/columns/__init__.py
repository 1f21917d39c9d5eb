"""The columnar reading: the rules of an edition over many workloads at once."""

from advisor.columns.columns import Columns, compile_columns
from advisor.columns.frames import InvalidColumnError
from advisor.columns.outputs import OUTPUTS, RULED, VERDICT, Output

__all__ = ["OUTPUTS", "RULED", "VERDICT", "Columns", "InvalidColumnError", "Output", "compile_columns"]
