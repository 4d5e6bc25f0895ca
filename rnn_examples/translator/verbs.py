"""The verbs. Left out: read, cut and put, whose past is written as their present."""

from rnn_examples.translator.lexicon import members
from rnn_examples.translator.words import Form, Verb, endings, form, joined

PERFECTIVE = {
    # masculine singular and plural, feminine singular and plural
    "consonant": endings("ा ā, े e, ी ī, ीं ī̃"),
    "vowel": endings("या yā, ए e, ई ī, ईं ī̃"),
    "drink": endings("िया iyā, िए ie, ी ī, ीं ī̃"),
}
FUTURE = {
    # I; he, she, it; plural
    "consonant": endings("ूँ ū̃, े e, ें ẽ"),
    "vowel": endings("ऊँ ū̃, ए e, एँ ẽ"),
    "drink": endings("िऊँ iū̃, िए ie, िएँ iẽ"),
}
POLITE = {"consonant": form("िए", "ie"), "vowel": form("इए", "ie"), "drink": form("ीजिए", "ījie")}
GENDER_ENDINGS = endings("गा gā, गे ge, गी gī")
IMPERFECTIVE = endings("ता tā, ते te, ती tī")
DOING = (form("रहा", "rahā"), form("रहे", "rahe"), form("रही", "rahī"))

IS = {
    (1, "s"): form("हूँ", "hū̃"),
    (3, "s"): form("है", "hai"),
    (1, "p"): form("हैं", "haĩ"),
    (2, "p"): form("हैं", "haĩ"),
    (3, "p"): form("हैं", "haĩ"),
}
"""What `is` is in Hindi, for each person and number."""
WAS = (form("था", "thā"), form("थे", "the"), form("थी", "thī"), form("थीं", "thī̃"))
BE_LEMMA = "होना"

AROUND = ("in", "near", "under", "behind", "with")


def verb(
    english: str,
    root: str,
    roman: str,
    subjects: str,
    objects: str = "",
    *,
    prepositions: tuple[str, ...] = AROUND,
    needs_object: bool = True,
    takes_recipient: bool = False,
    takes_ne: bool = True,
    needs_place: bool = False,
) -> Verb:
    """A regular verb: the last letter of its root tells the endings.

    english: base, third person, past, participle, -ing.
    """
    kind = "vowel" if root[-1] in "ाो" or root == "आ" else "consonant"
    stem = form(root, roman)
    return made(
        *(english, stem, stem, stem, kind),
        subjects=members(subjects),
        objects=members(objects),
        needs_object=needs_object,
        takes_recipient=takes_recipient,
        takes_ne=takes_ne and bool(objects),
        prepositions=prepositions,
        needs_place=needs_place,
    )


def made(
    english: str,
    root: Form,
    perfective: Form,
    future: Form,
    kind: str,
    future_kind: str = "",
    polite: Form | None = None,
    **others: object,
) -> Verb:
    """Put the endings to the stems of a verb."""
    base, third, past, participle, ing = ("" if word == "-" else word for word in english.split())
    a, b, c, d = (joined(perfective, end) for end in PERFECTIVE[kind])
    first, third_person, plural = (joined(future, end) for end in FUTURE[future_kind or kind])
    return Verb(
        (base, third, past, participle, ing),
        root,
        (a, b, c, d),
        (first, third_person, plural),
        polite or joined(future, POLITE[kind]),
        **others,  # type: ignore[arg-type]
    )


EATING = members("food")
MOVED = "food drinks texts things"

VERBS = (
    verb("eat eats ate eaten eating", "खा", "khā", "living", "food", needs_object=False),
    made(
        *("drink drinks drank drunk drinking", form("पी", "pī"), form("प", "p"), form("प", "p")),
        "drink",
        subjects=members("living"),
        objects=members("drinks"),
        needs_object=False,
        prepositions=AROUND,
    ),
    verb("see sees saw seen -", "देख", "dekh", "living", "living things texts places nature"),
    verb("call calls called called calling", "बुला", "bulā", "people", "living"),
    verb(
        *("buy buys bought bought buying", "ख़रीद", "xarīd", "people"),
        "goods tea",
        prepositions=("from", "in", "with"),
    ),
    verb(
        *("sell sells sold sold selling", "बेच", "bec", "people"),
        "goods tea",
        prepositions=("in", "with", "near"),
    ),
    verb(
        *("send sends sent sent sending", "भेज", "bhej", "people"),
        "fruit sweet book letter newspaper flower picture key shirt bag",
        takes_recipient=True,
        prepositions=("from",),
    ),
    made(
        *("give gives gave given giving", form("दे", "de"), form("द", "d"), form("द", "d")),
        *("drink", "consonant", form("दीजिए", "dījie")),
        subjects=members("people"),
        objects=members(MOVED),
        takes_recipient=True,
        prepositions=("in", "near"),
    ),
    verb(
        *("show shows showed shown showing", "दिखा", "dikhā", "people"),
        "texts things places door window",
        takes_recipient=True,
        prepositions=("in",),
    ),
    verb("write writes wrote written writing", "लिख", "likh", "people", "book letter story poem"),
    verb("hear hears heard heard -", "सुन", "sun", "people", "story poem"),
    verb(
        "wash washes washed washed washing",
        "धो",
        "dho",
        "people",
        "fruit potato carrot shirt car bag window",
    ),
    verb(
        "open opens opened opened opening", "खोल", "khol", "people", "book letter bag door window"
    ),
    verb(
        *("bring brings brought brought bringing", "ला", "lā", "people", MOVED),
        takes_ne=False,  # the one transitive verb here without ने
        prepositions=("from", "with"),
    ),
    made(
        *("go goes went gone going", form("जा", "jā"), form("ग", "ga"), form("जा", "jā"), "vowel"),
        subjects=members("living"),
        takes_ne=False,
        prepositions=("to", "home", "with"),
    ),
    verb("come comes came come coming", "आ", "ā", "living", prepositions=("from", "home", "with")),
    verb("sleep sleeps slept slept sleeping", "सो", "so", "living", prepositions=("on", *AROUND)),
    verb("run runs ran run running", "दौड़", "dauṛ", "living"),
    verb("laugh laughs laughed laughed laughing", "हँस", "hãs", "people"),
    verb("play plays played played playing", "खेल", "khel", "people dog cat"),
    verb(
        *("live lives lived lived living", "रह", "rah", "living"),
        prepositions=("in", "near", "behind", "with"),
        needs_place=True,
    ),
)
