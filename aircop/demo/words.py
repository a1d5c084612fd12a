"""How officers of the demo world write, in English and French. No sentence is about anybody who lives."""

import random
import re
from collections.abc import Mapping

type Words = Mapping[str, tuple[str, ...]]

SUMMARIES: dict[str, Words] = {
    "en": {
        "swallowed": (
            "Passenger {way}: {packages} swallowed pellets, {amount} of {goods} recovered under medical care.",
            "Ingestion case on the flight {way}. {amount} of {goods} in {packages} pellets.",
        ),
        "strapped": (
            "{amount} of {goods} worn on the body by a passenger {way}.",
            "Passenger {way} stopped with {amount} of {goods} under the clothing.",
        ),
        "baggage": (
            "{amount} of {goods} in the checked bag of a passenger {way}.",
            "Suitcase of a passenger {way}: {amount} of {goods} in {packages} packages.",
            "Two bags under one tag {way}; {amount} of {goods} in the heavier one.",
        ),
        "liquid": ("Bottles declared as drinks {way}: {amount} of {goods} in solution.",),
        "ripoff": (
            "Bag without a passenger {way}: {amount} of {goods} in {packages} bricks, tag of another flight.",
            "Rip-on/rip-off suspected {way}: {amount} of {goods} on top of regular baggage.",
        ),
        "freight": (
            "{amount} of {goods} behind a cover load, consignment {way}.",
            "Consignment {way} held for weight differing from the manifest: {amount} of {goods}.",
        ),
        "parcel": (
            "Parcel {way} declared as gifts: {amount} of {goods}.",
            "Postal item {way}, sender not traceable: {amount} of {goods}.",
        ),
        "cash": (
            "Undeclared cash on a passenger {way}: {amount}.",
            "{amount} in banknotes hidden by a passenger {way}, no declaration made.",
        ),
        "wildlife": (
            "{amount} of pangolin scales {way}, declared as dried fish.",
            "{amount} of worked ivory {way}, declared as wooden handicraft.",
        ),
        "gold": ("{amount} of unrefined gold on a passenger {way}, export papers missing.",),
        "documents": ("{amount} travel documents of other people with a passenger {way}.",),
        "weapons": ("{amount} rounds of ammunition in the bag of a passenger {way}.",),
    },
    "fr": {
        "swallowed": (
            "Passager {way} : {packages} boulettes ingérées, {amount} ({goods}) récupérés sous contrôle médical.",
            "Ingestion in corpore, vol {way} : {amount} ({goods}) en {packages} boulettes.",
        ),
        "strapped": (
            "{amount} ({goods}) portés sur le corps par un passager {way}.",
            "Passager {way} interpellé avec {amount} ({goods}) sous les vêtements.",
        ),
        "baggage": (
            "{amount} ({goods}) dans le bagage de soute d'un passager {way}.",
            "Valise d'un passager {way} : {amount} ({goods}) en {packages} paquets.",
            "Deux bagages sous une même étiquette {way} ; {amount} ({goods}) dans le plus lourd.",
        ),
        "liquid": ("Bouteilles déclarées comme boissons {way} : {amount} ({goods}) en solution.",),
        "ripoff": (
            "Bagage sans passager {way} : {amount} ({goods}) en {packages} pains, étiquette d'un autre vol.",
            "Rip-off présumé {way} : {amount} ({goods}) posés sur les bagages réguliers.",
        ),
        "freight": (
            "{amount} ({goods}) derrière un chargement de couverture, fret {way}.",
            "Fret {way} retenu, poids différent du manifeste : {amount} ({goods}).",
        ),
        "parcel": (
            "Colis {way} déclaré comme cadeaux : {amount} ({goods}).",
            "Envoi postal {way}, expéditeur introuvable : {amount} ({goods}).",
        ),
        "cash": (
            "Espèces non déclarées sur un passager {way} : {amount}.",
            "{amount} en billets dissimulés par un passager {way}, sans déclaration.",
        ),
        "wildlife": (
            "{amount} d'écailles de pangolin {way}, déclarées comme poisson séché.",
            "{amount} d'ivoire travaillé {way}, déclaré comme artisanat en bois.",
        ),
        "gold": ("{amount} d'or brut sur un passager {way}, sans titre d'exportation.",),
        "documents": ("{amount} documents de voyage de tiers avec un passager {way}.",),
        "weapons": ("{amount} cartouches dans le bagage d'un passager {way}.",),
    },
}

NARRATIVES: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        (
            "The passenger travelled alone on a ticket bought in cash the day before.",
            "The booking was changed twice in the week before the flight.",
            "The traveller could not say who had paid for the ticket.",
        ),
        (
            "Answers about the stay were vague and did not fit the hotel booking.",
            "The dog marked twice at the same seam.",
            "A field test was positive and was repeated before witnesses of both agencies.",
        ),
        (
            "Sealed in the presence of two witnesses and handed to the exhibits officer.",
            "Photographs were taken before opening; the seal numbers are in the paper file.",
            "The prosecutor on duty was told at once.",
            "The unit at the other airport was telephoned within the hour.",
        ),
    ),
    "fr": (
        (
            "Le passager voyageait seul avec un billet payé en espèces la veille.",
            "La réservation a été modifiée deux fois dans la semaine précédant le vol.",
            "Le voyageur n'a pas su dire qui avait payé le billet.",
        ),
        (
            "Les réponses sur le séjour étaient vagues et contredites par la réservation d'hôtel.",
            "Le chien a marqué deux fois la même couture.",
            "Le test de terrain, positif, a été répété devant témoins des deux services.",
        ),
        (
            "Mise sous scellés devant deux témoins et remise au gardien des pièces.",
            "Photographies prises avant ouverture ; les numéros de scellés sont au dossier papier.",
            "Le parquet de permanence a été avisé aussitôt.",
            "L'unité de l'autre aéroport a été jointe par téléphone dans l'heure.",
        ),
    ),
}

# Where there is no passenger, these stand for the first two parts.
CONSIGNMENTS: dict[str, tuple[str, ...]] = {
    "en": (
        "The consignee gave a telephone number that does not exist.",
        "The weight on the papers and on the scales differed by more than a tenth.",
        "The sender had used the same address twice this year.",
    ),
    "fr": (
        "Le destinataire a donné un numéro de téléphone inexistant.",
        "Le poids déclaré et le poids constaté différaient de plus d'un dixième.",
        "L'expéditeur avait utilisé la même adresse deux fois cette année.",
    ),
}
UNACCOMPANIED = frozenset({"freight", "parcel", "ripoff"})
# Shorter than the labels of the code list.
GOODS = {
    "en": {"medicine": "falsified medicines", "ecstasy": "ecstasy"},
    "fr": {"medicine": "faux médicaments", "ecstasy": "ecstasy"},
}

WAYS = {
    "en": {
        "OUT": "to {other}",
        "IN": "from {other}",
        "TRN": "in transit from {origin} to {other}",
        "DOM": "on a domestic flight",
    },
    "fr": {
        "OUT": "à destination de {other}",
        "IN": "en provenance de {other}",
        "TRN": "en transit de {origin} vers {other}",
        "DOM": "sur un vol intérieur",
    },
}
CONDITIONS = {
    "en": ("Ask the unit before any contact with the carrier.", "Not to be quoted in a request to a third country."),
    "fr": ("Consulter l'unité avant tout contact avec la compagnie.", "Ne pas citer dans une demande à un pays tiers."),
}
REASONS = {
    "en": (
        "The courier was bound for your airport.",
        "Same method as in your alert of last month.",
        "Follow-up at the address of the consignee.",
    ),
    "fr": (
        "Le passeur se rendait à votre aéroport.",
        "Même mode opératoire que votre alerte du mois dernier.",
        "Suites à donner à l'adresse du destinataire.",
    ),
}
SECOND_REASON = {"en": "Evidence for the joint investigation.", "fr": "Pièce de l'enquête commune."}
RETURNS = {
    "en": "Please add how it was detected and where.",
    "fr": "Merci de préciser le mode de détection et le lieu.",
}
UNIT_WORDS = {
    "en": {"tablet": "tablets", "piece": "", "blotter": "blotters"},
    "fr": {"tablet": "comprimés", "piece": "", "blotter": "buvards"},
}


def amount(quantity: str, unit: str, language: str) -> str:
    """Return a quantity as it is written in a sentence."""
    number = quantity.replace(".", ",") if language == "fr" else quantity
    return f"{number} {UNIT_WORDS[language].get(unit, unit)}".strip()


def way(direction: str, language: str, *, origin: str, other: str) -> str:
    """Return the words for the route: "to Lisbon (LIS)"."""
    words = WAYS[language].get(direction, "").format(origin=origin, other=other)
    return re.sub(r"\bde (?=[AEIOUÉH])", "d'", words) if language == "fr" else words


def narrative(dice: random.Random, language: str, text: str) -> str:
    """Return two or three sentences for the file, of a passenger or of goods without one."""
    *person, last = NARRATIVES[language]
    parts = [CONSIGNMENTS[language]] if text in UNACCOMPANIED else person
    return " ".join(dice.choice(part) for part in (*parts, last))
