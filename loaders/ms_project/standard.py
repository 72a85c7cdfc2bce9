"""The names of Microsoft Project's own custom fields by FieldID, for files that use them without defining them.

A FieldID is a base for tasks, resources or assignments plus a place (the constants pjTaskText1 and so on).
"""

# base -> name -> (number of the first field, number of the last, place of the first, step between places)
_Runs = tuple[tuple[int, int, int, int], ...]
_FIELDS: dict[int, dict[str, _Runs]] = {
    188743680: {
        "Cost": ((1, 3, 106, 1), (4, 10, 258, 1)),
        "Date": ((1, 10, 265, 1),),
        "Duration": ((1, 3, 103, 1), (4, 10, 275, 1)),
        "Finish": ((1, 5, 53, 3), (6, 10, 283, 2)),
        "Flag": ((1, 10, 72, 1), (11, 20, 292, 1)),
        "Number": ((1, 5, 87, 1), (6, 20, 302, 1)),
        "Outline Code": ((1, 10, 416, 2),),
        "Start": ((1, 5, 52, 3), (6, 10, 282, 2)),
        "Text": ((1, 5, 51, 3), (6, 10, 66, 1), (11, 30, 317, 1)),
        "Enterprise Cost": ((1, 10, 599, 1),),
        "Enterprise Date": ((1, 30, 609, 1),),
        "Enterprise Duration": ((1, 10, 639, 1),),
        "Enterprise Flag": ((1, 20, 659, 1),),
        "Enterprise Number": ((1, 40, 699, 1),),
        "Enterprise Text": ((1, 40, 799, 1),),
        "Enterprise Project Text": ((1, 40, 1049, 1),),
    },
    205520896: {
        "Cost": ((1, 3, 123, 1), (4, 10, 166, 1)),
        "Date": ((1, 10, 173, 1),),
        "Duration": ((1, 3, 117, 1), (4, 10, 183, 1)),
        "Finish": ((1, 5, 107, 1), (6, 10, 190, 1)),
        "Flag": ((1, 9, 127, 1), (10, 10, 126, 1), (11, 20, 195, 1)),
        "Number": ((1, 5, 112, 1), (6, 20, 205, 1)),
        "Outline Code": ((1, 10, 278, 2),),
        "Start": ((1, 5, 102, 1), (6, 10, 220, 1)),
        "Text": ((1, 2, 8, 1), (3, 5, 30, 1), (6, 10, 97, 1), (11, 30, 225, 1)),
        "Enterprise Cost": ((1, 10, 446, 1),),
        "Enterprise Date": ((1, 30, 456, 1),),
        "Enterprise Duration": ((1, 10, 486, 1),),
        "Enterprise Flag": ((1, 20, 506, 1),),
        "Enterprise Number": ((1, 40, 546, 1),),
        "Enterprise Text": ((1, 40, 646, 1),),
    },
    255852544: {
        "Cost": ((1, 3, 119, 1), (4, 10, 159, 1)),
        "Date": ((1, 10, 166, 1),),
        "Duration": ((1, 3, 113, 1), (4, 10, 176, 1)),
        "Finish": ((1, 5, 103, 1), (6, 10, 183, 1)),
        "Flag": ((1, 9, 123, 1), (10, 10, 122, 1), (11, 20, 188, 1)),
        "Number": ((1, 5, 108, 1), (6, 20, 198, 1)),
        "Start": ((1, 5, 98, 1), (6, 10, 213, 1)),
        "Text": ((1, 10, 88, 1), (11, 30, 218, 1)),
    },
}


def standard_name(field: str) -> str | None:
    """Give the tool's own name of a custom field, such as Text1, None for a FieldID that is none of its own."""
    number = int(field) if field.isascii() and field.isdecimal() and len(field) < 12 else 0
    base = max((base for base in _FIELDS if base <= number), default=None)
    for name, runs in _FIELDS[base].items() if base else ():
        for first, last, place, step in runs:
            steps, odd = divmod(number - base - place, step) if base else (0, 1)
            if not odd and 0 <= steps <= last - first:
                return f"{name}{first + steps}"
    return None
