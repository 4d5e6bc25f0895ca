"""The Hindi of a sentence by rule: word order, case, agreement. Each word knows its form.

The rules, in the order of this file:

- Subject, time, place, recipient, object, नहीं, verb. No articles; `a` is एक, but not in an object
  without को. A question begins with क्या.
- The agent of a transitive verb has ने in the perfective (ate, has eaten), and the verb agrees with
  the object. लाना (bring) is the exception. Without an object, the verb is masculine singular.
- An object that lives has को, and then no verb agrees with it. So has a recipient.
- Before any postposition a noun and what belongs to it are oblique.
- A possessive whose owner is the subject is अपना.
- The feminine plural of the perfective is nasal only at the end of the verb: गईं, but गई हैं.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rnn_examples.translator import lexicon, verbs
from rnn_examples.translator.features import (
    Agreement,
    Clause,
    NounPhrase,
    Person,
    Phrase,
    Sentence,
)
from rnn_examples.translator.words import (
    Adjective,
    Case,
    Determiner,
    Form,
    Gender,
    Number,
    agreeing,
)


@dataclass(frozen=True)
class Token:
    """A Hindi word with its form.

    lemma: as in a dictionary; gloss: what it says, in English; kind: the part of speech.
    case: of nouns and of what belongs to them. agrees_with: the place in the sentence of the word
    whose gender and number it takes, counted from 0; None if it agrees with none.
    """

    text: str
    roman: str
    lemma: str
    gloss: str
    kind: str
    gender: Gender | None = None
    number: Number | None = None
    case: Case | None = None
    person: int | None = None
    agrees_with: int | None = None


@dataclass(frozen=True)
class Piece:
    """A token; the name by which others find it, and the name of the one it agrees with."""

    token: Token
    name: str = ""
    agrees: str = ""


NEUTRAL = Agreement(3, "m", "s")
"""What a verb takes that agrees with nothing."""


def translation(sentence: Sentence) -> list[Token]:
    """Write a sentence in Hindi."""
    tokens: list[Token] = []
    for clause in sentence.clauses:
        if tokens:
            word = sentence.conjunction
            tokens.append(plain(lexicon.CONJUNCTIONS[word], word, "conjunction"))
        pieces = list(clause_pieces(clause))
        places = {piece.name: len(tokens) + i for i, piece in enumerate(pieces) if piece.name}
        for piece in pieces:
            place = places.get(piece.agrees)
            token = piece.token
            tokens.append(token if place is None else replace(token, agrees_with=place))
    is_question = sentence.clauses[0].is_question
    mark = lexicon.QUESTION_MARK if is_question else lexicon.FULL_STOP
    return [*tokens, plain(mark, mark.roman, "mark")]


def text(tokens: list[Token]) -> str:
    """The words with spaces between them, the marks too."""
    return " ".join(token.text for token in tokens)


def plain(form: Form, gloss: str, kind: str) -> Token:
    """A word that does not change."""
    return Token(form.text, form.roman, form.text, gloss, kind)


def clause_pieces(clause: Clause) -> Iterator[Piece]:
    """Write one clause."""
    tense = clause.tense
    is_agent = has_ne(clause)
    if clause.is_question:
        yield Piece(plain(lexicon.WHETHER, "(yes or no?)", "question"))
    if tense == "request":
        yield Piece(plain(lexicon.PLEASE, "please", "adverb"))
    else:
        yield from subject_pieces(clause.subject, has_ne=is_agent)
    yield from circumstances(clause)
    yield from object_pieces(clause)
    if clause.quality:
        yield quality_piece(clause.subject, clause.quality)
    if clause.is_negative:
        form = lexicon.NOT_PLEASE if tense == "request" else lexicon.NOT
        yield Piece(plain(form, "not", "negation"))
    yield from verb_pieces(clause, *target(clause))


def circumstances(clause: Clause) -> Iterator[Piece]:
    """Write time and place."""
    if clause.time:
        yield Piece(plain(lexicon.TIMES[clause.time][0], clause.time, "adverb"))
    if clause.place:
        preposition = clause.place.preposition
        yield from phrase_pieces(clause.place.phrase, "place", "oblique", clause.subject)
        for form in preposition.postpositions:
            gloss = "of" if form == lexicon.OF else preposition.english
            yield Piece(plain(form, gloss, "postposition"))


def object_pieces(clause: Clause) -> Iterator[Piece]:
    """Write recipient and object."""
    if clause.recipient:
        yield from marked_pieces(clause.recipient, "recipient", "to", clause.subject)
    if clause.object is None:
        return
    if isinstance(clause.object, Person) or has_ko(clause.object):
        yield from marked_pieces(clause.object, "object", "(object)", clause.subject)
    else:
        yield from phrase_pieces(clause.object, "object", "direct", clause.subject)


def has_ne(clause: Clause) -> bool:
    """Whether the subject is marked with ने."""
    return bool(clause.verb and clause.verb.takes_ne and clause.tense in ("past", "perfect"))


def has_ko(phrase: Phrase) -> bool:
    """Whether an object is marked with को: whoever lives is."""
    return isinstance(phrase, Person) or phrase.noun.english in lexicon.LIVING


def target(clause: Clause) -> tuple[Agreement, str]:
    """What the verb agrees with, and its name."""
    if not has_ne(clause):
        return clause.subject.agreement, "subject"
    if clause.object and not has_ko(clause.object):
        return clause.object.agreement, "object"
    return NEUTRAL, ""


def subject_pieces(subject: Phrase, *, has_ne: bool) -> Iterator[Piece]:
    """Write the subject, with ने where the verb asks for it."""
    if isinstance(subject, Person):
        form = subject.pronoun.agent if has_ne else subject.pronoun.direct
        yield pronoun_piece(subject, form, "oblique" if has_ne else "direct", "subject")
        return
    yield from phrase_pieces(subject, "subject", "oblique" if has_ne else "direct", None)
    if has_ne:
        yield Piece(plain(lexicon.AGENT, "(agent)", "postposition"))


def marked_pieces(phrase: Phrase, name: str, gloss: str, subject: Phrase) -> Iterator[Piece]:
    """Write a phrase with को. A pronoun has a form of its own for it."""
    if isinstance(phrase, Person):
        yield pronoun_piece(phrase, phrase.pronoun.dative, "oblique", name)
        return
    yield from phrase_pieces(phrase, name, "oblique", subject)
    yield Piece(plain(lexicon.OBJECT, gloss, "postposition"))


def pronoun_piece(person: Person, form: Form, case: Case, name: str) -> Piece:
    """Write a pronoun."""
    pronoun = person.pronoun
    english = pronoun.english if name == "subject" else pronoun.english_object
    token = Token(
        *(form.text, form.roman, pronoun.direct.text, english, "pronoun"),
        *(person.gender, pronoun.number, case, pronoun.person),
    )
    return Piece(token, name)


def phrase_pieces(
    phrase: NounPhrase, name: str, case: Case, subject: Phrase | None
) -> Iterator[Piece]:
    """Write a noun and what stands before it.

    subject: of the clause, if the phrase is another part of it.
    """
    noun, number = phrase.noun, phrase.agreement.number
    form = noun.form("s" if noun.kind == "honorific" else phrase.number, case)
    shown = (noun.gender, number, case)
    is_bare_object = name == "object" and case == "direct"
    if phrase.determiner and (found := determiner(phrase, case, subject, is_bare_object)):
        word, lemma, kind = found
        english = phrase.determiner.english
        yield Piece(Token(word.text, word.roman, lemma, english, kind, *shown), "", name)
    if phrase.adjective:
        word = phrase.adjective.form(*shown)
        lemma = phrase.adjective.forms[0].text
        english = phrase.adjective.english
        yield Piece(Token(word.text, word.roman, lemma, english, "adjective", *shown), "", name)
    english = noun.english if phrase.number == "s" else noun.english_plural
    yield Piece(Token(form.text, form.roman, noun.lemma, english, "noun", *shown, 3), name)


def determiner(
    phrase: NounPhrase, case: Case, subject: Phrase | None, is_bare_object: bool
) -> tuple[Form, str, str] | None:
    """The Hindi of a determiner, its lemma and its kind; None where Hindi has none."""
    word = phrase.determiner
    assert word is not None
    if not word.forms or (word.english in ("a", "an") and is_bare_object):
        return None
    if word.kind == "possessive":
        forms = lexicon.OWN if is_own(word, subject) else word.forms
        chosen = agreeing(forms, phrase.noun.gender, phrase.agreement.number, case)
        return chosen, forms[0].text, "possessive"
    if word.kind == "demonstrative":
        lemma = word.forms[0].text
        return word.forms[case == "oblique"], lemma, "demonstrative"
    return word.forms[0], word.forms[0].text, "numeral"


def is_own(word: Determiner, subject: Phrase | None) -> bool:
    """Whether the subject owns what is spoken of."""
    if not isinstance(subject, Person):
        return False
    return word.owner == (subject.pronoun.person, subject.pronoun.number)


def quality_piece(subject: Phrase, quality: Adjective) -> Piece:
    """Write the adjective of `the house is big`."""
    gender, number = subject.agreement.gender, subject.agreement.number
    form = quality.form(gender, number, "direct")
    words = (form.text, form.roman, quality.forms[0].text, quality.english, "adjective")
    return Piece(Token(*words, gender, number, "direct"), "", "subject")


def verb_pieces(clause: Clause, agreement: Agreement, name: str) -> Iterator[Piece]:
    """Write the verb and its auxiliaries. name: of the word that it agrees with."""
    gender, number = agreement.gender, agreement.number
    tense, verb = clause.tense, clause.verb

    def piece(form: Form, lemma: str, gloss: str, kind: str = "verb") -> Piece:
        person = agreement.person if kind == "auxiliary" or tense == "future" else None
        token = Token(form.text, form.roman, lemma, gloss, kind, gender, number, None, person)
        return Piece(token, "", name)

    if verb:
        lemma, gloss = verb.lemma, verb.english[0]
        if tense == "request":
            yield Piece(Token(verb.polite.text, verb.polite.roman, lemma, gloss, "verb"))
        elif tense in ("progressive", "was_doing"):
            yield Piece(Token(verb.root.text, verb.root.roman, lemma, gloss, "verb"))
            doing = agreeing(verbs.DOING, gender, number)
            yield piece(doing, "रहना", "-ing", "aspect")
        else:
            yield piece(main_form(clause, agreement), lemma, gloss)
    if tense in ("habitual", "progressive", "perfect", "be"):
        word = is_english(clause, agreement)
        yield piece(verbs.IS[agreement.person, number], verbs.BE_LEMMA, word, "auxiliary")
    elif tense in ("was_doing", "was"):
        word = "was" if clause.subject.english_number == "s" else "were"
        yield piece(four(verbs.WAS, gender, number), verbs.BE_LEMMA, word, "auxiliary")


def main_form(clause: Clause, agreement: Agreement) -> Form:
    """The form of the verb that shows gender and number."""
    verb, (gender, number) = clause.verb, (agreement.gender, agreement.number)
    assert verb is not None
    if clause.tense == "habitual":
        ending = agreeing(verbs.IMPERFECTIVE, gender, number)
        return Form(verb.root.text + ending.text, verb.root.roman + ending.roman)
    if clause.tense == "future":
        index = 2 if number == "p" else int(agreement.person == 3)
        stem, ending = verb.future[index], agreeing(verbs.GENDER_ENDINGS, gender, number)
        return Form(stem.text + ending.text, stem.roman + ending.roman)
    is_last = clause.tense == "past"
    return four(verb.perfective, gender, number if is_last or gender == "m" else "s")


def four(forms: tuple[Form, ...], gender: Gender, number: Number) -> Form:
    """Choose between masculine singular and plural, feminine singular and plural."""
    return forms[2 * (gender == "f") + (number == "p")]


def is_english(clause: Clause, agreement: Agreement) -> str:
    """The English of the auxiliary है, as its gloss."""
    if clause.tense == "habitual":
        return "(present)"
    if clause.tense == "perfect":
        return "has" if agreement.person == 3 and agreement.number == "s" else "have"
    if clause.subject.agreement.person == 1 and agreement.number == "s":
        return "am"
    return "is" if clause.subject.english_number == "s" else "are"
