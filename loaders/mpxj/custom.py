"""Custom fields, user-defined fields and codes of projects, tasks, resources and assignments."""

import re
from typing import Any

from data.records import FieldValue
from loaders.base import KEPT_BACK, is_secret
from loaders.mpxj.plan import Plan, shown
from loaders.mpxj.values import moment, number

_CUSTOM = re.compile(
    r"(?:ENTERPRISE_(?:\w+_)?)?(?:TEXT|NUMBER|DATE|START|FINISH|DURATION|COST|FLAG|OUTLINE_CODE|MULTI_VALUE)\d+"
)
_BASELINES = re.compile(r"(?:\w+_)?BASELINE\d*_\w+")
_LISTS = ("TASK", "RESOURCE", "ASSIGNMENT", "PROJECT")


class Custom:
    """Reads what the organisation's own fields hold; a field without a value is no row."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._helper = plan.java.JClass("org.mpxj.common.FieldTypeHelper")
        self._fields: dict[str, list[tuple[Any, str, str]]] = {name: [] for name in _LISTS}
        self._find()

    def _find(self) -> None:
        """Find the fields that any row of the project fills: field, its number in keys, and its name on screen."""
        own = self._plan.java.JClass("org.mpxj.UserDefinedField")
        titles = self._plan.project.getCustomFields()
        for field in self._plan.project.getPopulatedFields():
            of = str(field.getFieldTypeClass())
            defined = isinstance(field, own)
            if of not in self._fields or not (defined or _is_custom(str(field.name()))):
                continue
            known = titles.get(field)
            alias = shown(known.getAlias()) if known is not None else None
            name = alias or shown(field.getName()) or str(field.name())
            code = str(self._helper.getFieldID(field))
            if defined:  # only Primavera's own numbers stay what they are
                code = f"udf.{field.getUniqueID() if self._plan.primavera else name}"
            self._fields[of].append((field, code, name))
        for fields in self._fields.values():
            fields.sort(key=lambda each: each[1])

    def read(self, row: Any, of: str, kind: str, subject: str) -> None:
        """Read the fields of a row that was kept. `of` is MPXJ's word for the list, `kind` the store's."""
        for field, code, name in self._fields[of]:
            value = row.get(field)
            if value is None or not self._helper.valueIsNotDefault(field, value):
                continue
            if (told := self._told(value)) is not None:
                self._keep(kind, subject, code, name, told)

    def codes(self, values: Any, prefix: str, kind: str, subject: str) -> None:
        """Read the codes of a row: what the code is called, and the description of its value."""
        for code in values.keySet():
            value = values.get(code)
            told = shown(value.getDescription()) or shown(value.getName()) or shown(value.getUniqueID())
            self._keep(kind, subject, f"{prefix}.{code.getUniqueID()}", shown(code.getName()) or "", told)

    def _keep(self, kind: str, subject: str, code: str, name: str, value: str | None) -> None:
        intake = self._plan.intake
        place = intake.place("Field")
        if is_secret(name, value):
            intake.skip(f"Field: {KEPT_BACK}")
            return
        key = f"{kind}:{subject}:{code}" if self._plan.primavera else f"{subject}.{kind}.{code}"
        intake.keep(FieldValue(key, kind, subject, name, value, *place))

    def _told(self, value: Any) -> str | None:
        """Give a value as the Java-free loaders write it, None for one that says nothing."""
        told = str(value)
        kind = type(value).__name__
        try:
            if kind.endswith("LocalDateTime"):
                day = moment(told)
                return day.removesuffix("T00:00:00") if self._plan.primavera else day
            if kind.endswith("Duration"):
                return self._duration(told)
            if kind.endswith(("Double", "Integer", "Long", "BigDecimal")):
                return repr(number(told)).removesuffix(".0")
        except ValueError:
            return told
        if kind.endswith("Boolean"):
            return "1" if told.lower() == "true" else None
        return shown(value)

    def _duration(self, told: str) -> str:
        """Give a duration as hours, minutes and seconds."""
        minutes = self._plan.values.slack(told)
        if minutes is None:
            return told
        seconds = round(abs(minutes) * 60)
        sign = "-" if minutes < 0 else ""
        return f"{sign}PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def _is_custom(name: str) -> bool:
    return bool(_CUSTOM.fullmatch(name)) and not _BASELINES.fullmatch(name)
