"""A spreadsheet file of one sheet, written by hand: nothing that we ship writes Excel."""

import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_OFFICE = "http://schemas.openxmlformats.org"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships"


def write_sheet(path: Path, rows: list[list[Any]]) -> None:
    """Write rows of numbers, truth values, text and None, each cell as its type."""
    cells = "".join(f'<row r="{number}">{_row(number, row)}</row>' for number, row in enumerate(rows, 1))
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
        )
        file.writestr("_rels/.rels", _relations("officeDocument", "xl/workbook.xml"))
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_OFFICE}/spreadsheetml/2006/main" xmlns:r="{_RELATION}">'
            '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr("xl/_rels/workbook.xml.rels", _relations("worksheet", "worksheets/sheet1.xml"))
        file.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>',
        )


def _relations(kind: str, target: str) -> str:
    inner = f'<Relationship Id="r1" Type="{_RELATION}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{inner}</Relationships>'


def _row(number: int, row: list[Any]) -> str:
    return "".join(_cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(row) if value is not None)


def _cell(place: str, value: Any) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
