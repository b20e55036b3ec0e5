"""Makes the workbooks of these tests: python make.py FOLDER, with openpyxl 3.1 and msoffcrypto-tool 6.0."""

import datetime
import re
import sys
import zipfile
from pathlib import Path

import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.styles import Font

folder = Path(sys.argv[1])

book = openpyxl.Workbook()
cover = book.active
cover.title = "Cover"
cover["B2"] = "Figures of the service centre"
cover["B3"] = "Prepared in September"
sheet = book.create_sheet("Service 2026")
for row in [
    ("Figure", "Value", "Remark"),
    ("Customers", 182500, "active"),
    ("Orders per customer and year", 3.4, None),
    ("margin", 0.2875, "after discounts"),
    ("wait", 8.2, None),
    ("basket", 312.5, None),
    ("month", datetime.date(2026, 9, 1), None),
    ("when", datetime.datetime(2026, 9, 1, 8, 30), None),
    ("flag", True, None),
    ("text", "  1,234 ", None),
]:
    sheet.append(row)
sheet["B4"].number_format = "0.0%"
sheet["B5"].number_format = '0.0" min"'
sheet["B6"].number_format = "[$$-409]#,##0.00"
sheet["B12"] = "=B2*2"  # openpyxl computes nothing
sheet["C14"].font = Font(bold=True)  # a look without a value
hidden = book.create_sheet("Hidden")
hidden["A1"] = "not seen"
hidden.sheet_state = "hidden"
book.save(folder / "client.xlsx")

# an error as a spreadsheet program stores it
with zipfile.ZipFile(folder / "client.xlsx") as whole, zipfile.ZipFile(folder / "error.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
    for name in whole.namelist():
        data = whole.read(name)
        if name.endswith("sheet2.xml"):
            data = re.sub(rb'<c r="B3"[^>]*>.*?</c>', b'<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', data)
        out.writestr(name, data)

with open(folder / "client.xlsx", "rb") as whole, open(folder / "locked.xlsx", "wb") as out:
    OOXMLFile(whole).encrypt("secret", out)
