"""Code lists and airports: dated rows with a label per language and their source.

A *code list* (substance, concealment, direction, ...) is data, not program: agencies differ, treaties change each year
and a record of 2019 must still show the word that was right in 2019. So each *code* is a row with a first and a last
day, a label per language, the public source it was taken from, aliases as partners spell it, and the value that the
UNODC individual drug seizure (IDS) sheet uses for it. "Not recorded" is the empty text, UNK says "nobody knows" and
OTH says "known, not on this list": three different facts.

Domain records hold the code as text (`fields.CodeField`) and services check it (`queries.require_code`); airports and
countries are rows that records point at. `normalise` turns what was counted or weighed into kilograms, or says that
it cannot. `services.load_reference` brings the shipped lists in; `queries` reads them from the memory of the process.
"""
