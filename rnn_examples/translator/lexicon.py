"""The nouns and adjectives, the small words, and which go together.

Left out, because English does not say which Hindi word is meant: friend (दोस्त, सहेली), teacher,
doctor and student (man or woman), his, her and their (उसका, अपना).
"""

from rnn_examples.translator.words import (
    Adjective,
    Determiner,
    Form,
    Gender,
    Noun,
    Preposition,
    Pronoun,
    endings,
    form,
    joined,
)

DECLENSIONS: dict[str, tuple[Gender, tuple[Form, ...]]] = {
    # singular direct, singular oblique, plural direct, plural oblique; named after one that has it
    "boy": ("m", endings("ा ā, े e, े e, ों õ")),
    "house": ("m", endings("- -, - -, - -, ों õ")),
    "man": ("m", endings("ी ī, ी ī, ी ī, ियों iyõ")),
    "brother": ("m", endings("ई ī, ई ī, ई ī, इयों iyõ")),
    "king": ("m", endings("- -, - -, - -, ओं õ")),
    "potato": ("m", endings("ू ū, ू ū, ू ū, ुओं uõ")),
    "girl": ("f", endings("ी ī, ी ī, ियाँ iyā̃, ियों iyõ")),
    "sweet": ("f", endings("ई ī, ई ī, इयाँ iyā̃, इयों iyõ")),
    "book": ("f", endings("- -, - -, ें ẽ, ों õ")),
    "poem": ("f", endings("- -, - -, एँ ẽ, ओं õ")),
    "bird": ("f", endings("ा ā, ा ā, ाँ ā̃, ों õ")),
    "father": ("m", endings("- -, - -, - -, - -")),
    "mother": ("f", endings("- -, - -, - -, - -")),
}

# English, its plural, the Hindi stem, its romanisation, the declension
COUNTED = """
boy boys लड़क laṛk boy
girl girls लड़क laṛk girl
child children बच्च bacc boy
son sons बेट beṭ boy
daughter daughters बेट beṭ girl
brother brothers भा bhā brother
sister sisters बहन bahan book
man men आदम ādm man
woman women औरत aurat book
farmer farmers किसान kisān house
king kings राजा rājā king
queen queens रान rān girl
prince princes राजकुमार rājkumār house
princess princesses राजकुमार rājkumār girl
dog dogs कुत्त kutt boy
cat cats बिल्ल bill girl
horse horses घोड़ ghoṛ boy
cow cows गाय gāy book
bird birds चिड़िय ciṛiy bird
elephant elephants हाथ hāth man
apple apples सेब seb house
mango mangoes आम ām house
banana bananas केल kel boy
orange oranges संतर santar boy
potato potatoes आल āl potato
carrot carrots गाजर gājar book
pear pears नाशपात nāśpāt girl
sweet sweets मिठा miṭhā sweet
book books किताब kitāb book
letter letters चिट्ठ ciṭṭh girl
story stories कहान kahān girl
poem poems कविता kavitā poem
newspaper newspapers अख़बार axbār house
flower flowers फूल phūl house
picture pictures तस्वीर tasvīr book
key keys चाब cāb girl
door doors दरवाज़ darvāz boy
window windows खिड़क khiṛk girl
shirt shirts कमीज़ kamīz book
car cars गाड़ gāṛ girl
bag bags थैल thail boy
house houses घर ghar house
room rooms कमर kamr boy
garden gardens बग़ीच baġīc boy
village villages गाँव gā̃v house
city cities शहर śahar house
market markets बाज़ार bāzār house
school schools स्कूल skūl house
river rivers नद nad girl
tree trees पेड़ peṛ house
table tables मेज़ mez book
chair chairs कुर्स kurs girl
bed beds बिस्तर bistar house
roof roofs छत chat book
"""

# Without a plural: English, the Hindi word, its romanisation, the declension that it would have
MASS = """
bread रोटी roṭī girl
rice चावल cāval house
water पानी pānī man
milk दूध dūdh house
tea चाय cāy book
"""

HONORIFIC = """
father पिताजी pitājī father
mother माताजी mātājī mother
grandfather दादाजी dādājī father
grandmother दादीजी dādījī mother
"""


def read_nouns() -> dict[str, Noun]:
    """Read the tables of nouns."""
    nouns = []
    for row in COUNTED.strip().splitlines():
        english, plural, stem, roman, name = row.split()
        gender, ends = DECLENSIONS[name]
        a, b, c, d = (joined(form(stem, roman), end) for end in ends)
        nouns.append(Noun(english, plural, gender, (a, b, c, d)))
    for kind, table in (("mass", MASS), ("honorific", HONORIFIC)):
        for row in table.strip().splitlines():
            english, text, roman, name = row.split()
            word = form(text, roman)
            nouns.append(Noun(english, "", DECLENSIONS[name][0], (word,) * 4, kind))  # type: ignore[arg-type]
    return {noun.english: noun for noun in nouns}


NOUNS = read_nouns()

GROUPS = {
    "young": "boy girl child son daughter prince princess",
    "grown": "brother sister man woman farmer king queen",
    "elders": "father mother grandfather grandmother",
    "animals": "dog cat horse cow bird elephant",
    "fruit": "apple mango banana orange pear",
    "food": "apple mango banana orange pear potato carrot sweet bread rice",
    "drinks": "water milk tea",
    "texts": "book letter story poem newspaper",
    "things": "flower picture key shirt car bag",
    "goods": "apple mango banana orange pear potato carrot sweet rice milk book newspaper "
    "flower picture key shirt car bag house table chair bed",
    "openings": "door window",
    "places": "house room garden village city market school",
    "surfaces": "table chair bed roof",
    "nature": "river tree",
}
GROUPS["people"] = " ".join(GROUPS[name] for name in ("young", "grown", "elders"))
GROUPS["living"] = f"{GROUPS['people']} {GROUPS['animals']}"
GROUPS["dead"] = " ".join(
    GROUPS[name]
    for name in ("food", "drinks", "texts", "things", "openings", "places", "surfaces", "nature")
)


def members(names: str) -> frozenset[str]:
    """The nouns of groups, and those named one by one. Raises ValueError for an unknown one."""
    found = {noun for name in names.split() for noun in GROUPS.get(name, name).split()}
    if unknown := found - NOUNS.keys():
        raise ValueError(f"no noun or group: {', '.join(sorted(unknown))}")
    return frozenset(found)


LIVING, PEOPLE = members("living"), members("people")

# English; the Hindi stem, or the word if it does not inflect; its romanisation; the nouns it suits
INFLECTING = """
big | बड़ | baṛ | animals fruit potato carrot book newspaper things openings places surfaces nature
small | छोट | choṭ | young animals fruit potato carrot sweet book things openings \
places surfaces river tree
good | अच्छ | acch | living food drinks texts things places chair bed table
old | पुरान | purān | book letter newspaper picture key shirt car bag openings places surfaces tree
old | बूढ़ | būṛh | man woman farmer king queen animals
tall | लंब | lamb | boy girl son daughter prince princess grown
long | लंब | lamb | letter story poem river table
black | काल | kāl | animals bag shirt car
green | हर | har | fruit bag shirt tree garden door chair
yellow | पील | pīl | mango banana pear flower bag shirt car house
ripe | पक | pak | fruit
cold | ठंड | ṭhaṇḍ | water milk tea room
expensive | महँग | mahãg | goods
cheap | सस्त | sast | goods
hungry | भूख | bhūkh | living
thirsty | प्यास | pyās | living
"""

UNCHANGING = """
red | लाल | lāl | apple flower bag shirt car door chair
white | सफ़ेद | safed | animals flower bag shirt car house door
beautiful | सुंदर | sundar | girl woman queen princess prince bird horse flower picture story poem \
places river shirt
clean | साफ़ | sāf | water room house shirt car table bed bag river city village school
clever | होशियार | hośiyār | young grown dog horse
hot | गरम | garam | water milk tea bread rice
happy | ख़ुश | xuś | people
ready | तैयार | taiyār | people bread rice tea room
"""

PREDICATE_ONLY = ("happy", "ready")


def read_adjectives() -> tuple[Adjective, ...]:
    """Read the tables of adjectives. `new` is the one that is irregular: नया, नए, नई."""
    found = [
        Adjective(
            "new",
            (form("नया", "nayā"), form("नए", "nae"), form("नई", "naī")),
            members("texts things house school table chair bed door window city"),
        )
    ]
    for table, ends in ((INFLECTING, endings("ा ā, े e, ी ī")), (UNCHANGING, None)):
        for row in table.strip().splitlines():
            english, text, roman, suits = (cell.strip() for cell in row.split("|"))
            stem = form(text, roman)
            a, b, c = (joined(stem, end) for end in ends) if ends else (stem,) * 3
            nouns = members(suits)
            found.append(Adjective(english, (a, b, c), nouns, english in PREDICATE_ONLY))
    return tuple(found)


ADJECTIVES = read_adjectives()

PRONOUNS = (
    Pronoun(
        *("i", "me", 1, "s"),
        *(form("मैं", "maĩ"), form("मैंने", "maĩne"), form("मुझे", "mujhe")),
    ),
    Pronoun(
        *("we", "us", 1, "p"),
        *(form("हम", "ham"), form("हमने", "hamne"), form("हमें", "hamẽ")),
    ),
    Pronoun(
        *("you", "you", 2, "p"),
        *(form("आप", "āp"), form("आपने", "āpne"), form("आपको", "āpko")),
    ),
    Pronoun(
        *("he", "him", 3, "s"),
        *(form("वह", "vah"), form("उसने", "usne"), form("उसे", "use")),
        *("m", True),
    ),
    Pronoun(
        *("she", "her", 3, "s"),
        *(form("वह", "vah"), form("उसने", "usne"), form("उसे", "use")),
        *("f", True),
    ),
    Pronoun(
        *("they", "them", 3, "p"),
        *(form("वे", "ve"), form("उन्होंने", "unhõne"), form("उन्हें", "unhẽ")),
    ),
)
"""आप is honorific: it has the verb in the plural. Where English does not say the gender, the verb
is masculine, as in grammar books; `(f)` after the pronoun makes it feminine."""

ONE = form("एक", "ek")
OWN = (form("अपना", "apnā"), form("अपने", "apne"), form("अपनी", "apnī"))
"""What a possessive becomes when its owner is the subject."""


def demonstrative(english: str, number: str, direct: Form, oblique: Form) -> Determiner:
    """A word that points: it has a direct and an oblique form."""
    numbers = ("s",) if number == "s" else ("p",)
    return Determiner(english, "demonstrative", (direct, oblique), numbers)  # type: ignore[arg-type]


def possessive(english: str, person: int, number: str, stem: Form) -> Determiner:
    """A word that tells the owner: it agrees as an adjective does."""
    forms = tuple(joined(stem, end) for end in endings("ा ā, े e, ी ī"))
    return Determiner(english, "possessive", forms, owner=(person, number))  # type: ignore[arg-type]


DETERMINERS = (
    Determiner("the", "article", ()),
    Determiner("a", "article", (ONE,), ("s",)),
    Determiner("an", "article", (ONE,), ("s",)),
    demonstrative("this", "s", form("यह", "yah"), form("इस", "is")),
    demonstrative("these", "p", form("ये", "ye"), form("इन", "in")),
    demonstrative("that", "s", form("वह", "vah"), form("उस", "us")),
    demonstrative("those", "p", form("वे", "ve"), form("उन", "un")),
    possessive("my", 1, "s", form("मेर", "mer")),
    possessive("our", 1, "p", form("हमार", "hamār")),
    possessive("your", 2, "p", form("आपक", "āpk")),
    Determiner("one", "numeral", (ONE,), ("s",)),
    Determiner("two", "numeral", (form("दो", "do"),), ("p",)),
    Determiner("three", "numeral", (form("तीन", "tīn"),), ("p",)),
    Determiner("four", "numeral", (form("चार", "cār"),), ("p",)),
    Determiner("five", "numeral", (form("पाँच", "pā̃c"),), ("p",)),
)

OF = form("के", "ke")
PREPOSITIONS = {
    preposition.english: preposition
    for preposition in (
        Preposition("in", (form("में", "mẽ"),), members("places")),
        Preposition("on", (form("पर", "par"),), members("surfaces tree")),
        Preposition("from", (form("से", "se"),), members("garden village city market school")),
        Preposition("with", (OF, form("साथ", "sāth")), members("people")),
        Preposition(
            "near", (OF, form("पास", "pās")), members("places nature openings table chair bed")
        ),
        Preposition("under", (OF, form("नीचे", "nīce")), members("table chair bed tree")),
        Preposition("behind", (OF, form("पीछे", "pīche")), members("house school door tree")),
        Preposition("to", (), members("village city market school")),  # of going
    )
}
HOME = NOUNS["house"]
"""The Hindi for `home`, in `goes home`: the noun without a postposition."""

TIMES = {
    "today": (form("आज", "āj"), "progressive was_doing past perfect future be was request"),
    "tomorrow": (form("कल", "kal"), "future request"),
    "yesterday": (form("कल", "kal"), "past was_doing was"),
    "now": (form("अभी", "abhī"), "progressive request"),
    "daily": (form("रोज़", "roz"), "habitual"),
}
"""Words for the time, and the tenses that they go with."""

NOT, NOT_PLEASE = form("नहीं", "nahī̃"), form("न", "na")
PLEASE = form("कृपया", "kr̥payā")
WHETHER = form("क्या", "kyā")
CONJUNCTIONS = {"and": form("और", "aur"), "but": form("लेकिन", "lekin")}
AGENT, OBJECT = form("ने", "ne"), form("को", "ko")
FULL_STOP, QUESTION_MARK = form("।", "."), form("?", "?")
