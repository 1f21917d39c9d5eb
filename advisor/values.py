"""The base of every result: frozen, closed, and serialised by the names of the JSON."""

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

# What pydantic keeps in an instance, set through the slots themselves: three times as fast as object.__setattr__.
_new = object.__new__
_set_values, _set_fields_set, _set_extra, _set_private = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


@cache
def _fields(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


class Result(BaseModel):
    """Base of the result's parts."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, populate_by_name=True, defer_build=True)

    @classmethod
    def build(cls, **values: Any) -> Self:
        """Make one from values that are known to be right, without checking them: every field by its name.

        An answer has hundreds of parts, and checking our own values takes longer than the inference. Tests validate whole
        answers again.
        """
        made = _new(cls)
        _set_values(made, values)
        _set_fields_set(made, _fields(cls))
        _set_extra(made, None)
        _set_private(made, None)
        return made

    def but(self, **values: Any) -> Self:
        """The same with some other values, by the names of the fields; not checked either."""
        return type(self).of({**vars(self), **values})

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """The same from a dictionary, which the part then has for its own: for what every answer has by the dozen."""
        made = _new(cls)
        _set_values(made, values)
        _set_fields_set(made, _fields(cls))
        _set_extra(made, None)
        _set_private(made, None)
        return made
