"""Who is named in a text: @Ines, or @"Ines Carvalho" where the first name alone could be several people."""

from __future__ import annotations

import re
import unicodedata

from organizations.models import Person
from organizations.reads.named import PEOPLE, meant, named
from organizations.refusals import NotSaid

# Not within an address of mail or of the web; a name in quotes may hold anything, a bare one is a word.
NAMED = re.compile(r'(?<![\w@./:])@(?:["“]([^"“”\n]{1,250})["”]|([^\W\d_][\w-]*(?:\.\w[\w-]*)*))')
MOST = 10
SHOWN = 4


def people_named_in(text: str) -> list[Person]:
    """Everybody who is named, once.

    Raises NotSaid where a name fits nobody or several, with the sentence that says how to write it.
    """
    names = list(dict.fromkeys(quoted or bare for quoted, bare in NAMED.findall(text)))
    if len(names) > MOST:
        raise NotSaid(f"Name at most {MOST} people; this names {len(names)}.")
    return list({person.pk: person for person in map(person_called, names)}.values())


def person_called(name: str) -> Person:
    """The one person of this name, handle or first name."""
    fitting = meant(PEOPLE, name) or [person for person in named(PEOPLE, name) if is_part(name, person.name)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        told = " or ".join(f'@"{person.name}"' for person in fitting[:SHOWN])
        raise NotSaid(f"“@{name}” could be {len(fitting)} people. Write {told}.")
    raise NotSaid(f'Nobody here is called “@{name}”. Write the name in full, like @"Ines Carvalho", or leave the @ out.')


def is_part(name: str, full: str) -> bool:
    """Whether the words of the one are words of the other, in small letters and without accents."""
    return set(folded(name).split()) <= set(folded(full).split())


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("-", " ")
