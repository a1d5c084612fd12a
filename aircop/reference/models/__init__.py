"""Tables of the code lists; every signed-in person may read all of them."""

from aircop.reference.models.airport import Airport
from aircop.reference.models.code import Code, CodeAlias, CodeLabel, CodeList, CodeListLabel
from aircop.reference.models.country import Country
from aircop.reference.models.edition import Edition
from aircop.reference.models.factor import ConversionFactor
from aircop.reference.models.periods import BEGINNING
from aircop.reference.models.substance import Substance, SubstanceSchedule
from aircop.reference.models.unit import Dimension, Unit

__all__ = [
    "BEGINNING",
    "Airport",
    "Code",
    "CodeAlias",
    "CodeLabel",
    "CodeList",
    "CodeListLabel",
    "ConversionFactor",
    "Country",
    "Dimension",
    "Edition",
    "Substance",
    "SubstanceSchedule",
    "Unit",
]
