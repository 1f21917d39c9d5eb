"""The base of every result: frozen, closed, and serialised by the names of the JSON."""

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


@cache
def _fields(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


class Result(BaseModel):
    """Base of the result's parts."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, populate_by_name=True)

    @classmethod
    def build(cls, **values: Any) -> Self:
        """Make one from values that are known to be right, without checking them: every field by its name.

        An answer has hundreds of parts, and checking our own values takes longer than the inference. Tests validate whole
        answers again.
        """
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", values)
        object.__setattr__(made, "__pydantic_fields_set__", _fields(cls))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made
