"""Photos of the demo world: simple shapes with a scale bar, drawn anew at each load, the same for the same seizure."""

import io
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFont

from aircop.demo.stories import Story

SIZE = (640, 480)
EACH = 2  # seizures photographed for each way of hiding
QUALITY = 80
PAPER, INK, TAPE = (236, 234, 228), (44, 46, 52), (196, 164, 104)
CLOTH = ((58, 82, 112), (112, 62, 62), (70, 98, 74), (86, 76, 110))
CARD = ((176, 140, 96), (190, 156, 114), (160, 128, 90))
PACK = ((214, 206, 188), (120, 126, 134), (186, 172, 140))

type Pen = ImageDraw.ImageDraw


def _suitcase(pen: Pen, dice: random.Random) -> None:
    """An open case, its lining cut, with packets beneath."""
    pen.rounded_rectangle((110, 120, 530, 380), 26, dice.choice(CLOTH), INK, 4)
    pen.arc((270, 82, 370, 160), 180, 360, INK, 8)
    pen.rectangle((150, 160, 490, 345), PAPER, INK, 3)
    _packets(pen, dice, (170, 180), (3, 2), (90, 62))


def _packets(pen: Pen, dice: random.Random, at: tuple[int, int], count: tuple[int, int], size: tuple[int, int]) -> None:
    colour = dice.choice(PACK)
    for column in range(count[0]):
        for row in range(count[1]):
            left, top = at[0] + column * (size[0] + 12), at[1] + row * (size[1] + 12)
            pen.rounded_rectangle((left, top, left + size[0], top + size[1]), 8, colour, INK, 2)
            pen.line((left, top + size[1] // 2, left + size[0], top + size[1] // 2), TAPE, 8)


def _pellets(pen: Pen, dice: random.Random) -> None:
    """Capsules in rows on a tray, as they are counted."""
    pen.rounded_rectangle((90, 110, 550, 380), 14, (206, 214, 218), INK, 3)
    for place in range(dice.randrange(30, 48)):
        left, top = 116 + (place % 8) * 53, 134 + (place // 8) * 40
        pen.rounded_rectangle((left, top, left + 42, top + 20), 10, PACK[place % 2], INK, 2)


def _tablets(pen: Pen, dice: random.Random) -> None:
    """Blisters of round tablets."""
    for blister in range(3):
        left = 90 + blister * 160
        pen.rounded_rectangle((left, 120, left + 140, 380), 12, (190, 196, 204), INK, 3)
        colour = dice.choice(((238, 238, 232), (238, 210, 150), (214, 226, 238)))
        for place in range(10):
            x, y = left + 20 + (place % 2) * 56, 136 + (place // 2) * 48
            pen.ellipse((x, y, x + 38, y + 38), colour, INK, 2)


def _parcel(pen: Pen, dice: random.Random) -> None:
    """A carton with tape and a label without words."""
    pen.polygon(((140, 170), (430, 130), (520, 180), (230, 226)), dice.choice(CARD), INK)
    pen.rectangle((140, 176, 230, 380), (150, 118, 80), INK, 3)
    pen.polygon(((230, 226), (520, 180), (520, 334), (230, 380)), dice.choice(CARD), INK)
    pen.line((336, 150, 372, 358), TAPE, 20)
    pen.rectangle((420, 250, 490, 300), PAPER, INK, 2)


def _worn(pen: Pen, dice: random.Random) -> None:
    """A belt with flat packets sewn in, laid out."""
    pen.rounded_rectangle((60, 190, 580, 310), 30, dice.choice(CLOTH), INK, 4)
    _packets(pen, dice, (96, 210), (4, 1), (98, 78))


def _bottles(pen: Pen, dice: random.Random) -> None:
    """Bottles in a row."""
    for place in range(4):
        left, tint = 110 + place * 112, dice.choice(((96, 128, 92), (150, 112, 60), (170, 186, 196)))
        pen.rounded_rectangle((left, 190, left + 80, 380), 14, tint, INK, 3)
        pen.rectangle((left + 26, 120, left + 54, 194), tint, INK, 3)
        pen.rectangle((left + 8, 240, left + 72, 320), PAPER, INK, 2)


def _device(pen: Pen, dice: random.Random) -> None:
    """A box of a device, its back taken off."""
    pen.rounded_rectangle((120, 130, 520, 370), 18, (86, 90, 98), INK, 4)
    pen.ellipse((150, 160, 290, 300), (50, 54, 60), INK, 4)
    _packets(pen, dice, (320, 166), (2, 2), (78, 70))


SHOWN: Mapping[Callable[[Pen, random.Random], None], tuple[str, tuple[str, str]]] = {
    _pellets: ("ING INS", ("Pellets, as counted", "Boulettes, telles que comptées")),
    _worn: ("WRN OUT UND SHO HAIR MEDD", ("Taken off and laid out", "Retiré et étalé")),
    _bottles: ("LIQ FOD", ("As found in the bag", "Tel que trouvé dans le bagage")),
    _device: ("ELC APL MCH TOY ART", ("With the back taken off", "Panneau arrière retiré")),
    _parcel: ("PST CVR FRT PAL ULD BOK GFT", ("The parcel before it was opened", "Le colis avant ouverture")),
    _suitcase: ("BAG FBT TUB HND IMP RIP TSW RSH TRF", ("The case, opened", "La valise, ouverte")),
    _tablets: ("NON OTH UNK", ("As found", "Tel que trouvé")),
}
BY_CODE = {code: draw for draw, (codes, _captions) in SHOWN.items() for code in codes.split()}


def photographed(stories: list[Story]) -> frozenset[int]:
    """Return the places of the stories with a photo: the newest ones of each way of hiding that were handed in."""
    seen: dict[str, int] = {}
    chosen = set()
    for place in range(len(stories) - 1, -1, -1):
        hidden, acts = stories[place].found.concealment, stories[place].acts
        if hidden and acts and acts[0].verb == "log" and seen.setdefault(hidden, 0) < EACH:
            seen[hidden] += 1
            chosen.add(place)
    return frozenset(chosen)


def caption(story: Story) -> str:
    """Return what is written under the photo of a story, in the language of its unit."""
    _codes, (english, french) = SHOWN[_drawing(story)]
    return french if story.unit.language == "fr" else english


def picture(story: Story, seed: int) -> bytes:
    """Return the photo of a story as a JPEG."""
    return drawn(story.found.concealment, seed)


def drawn(concealment: str, seed: int) -> bytes:
    """Return a photo of something hidden that way as a JPEG."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    BY_CODE.get(concealment, _tablets)(pen, random.Random(seed))  # noqa: S311 - reproducible, nothing secret
    _scale(pen)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _drawing(story: Story) -> Callable[[Pen, random.Random], None]:
    return BY_CODE.get(story.found.concealment, _tablets)


def _scale(pen: Pen) -> None:
    """Lay a scale bar of ten centimetres along the foot, black and white by the centimetre."""
    for place in range(10):
        pen.rectangle((40 + place * 26, 430, 66 + place * 26, 446), INK if place % 2 else (255, 255, 255), INK)
    pen.text((312, 428), "10 cm", INK, ImageFont.load_default(20))
