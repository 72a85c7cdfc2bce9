"""Tables in text, workbooks of Excel and LibreOffice: opened, read into rows and columns, each column settled whole."""
