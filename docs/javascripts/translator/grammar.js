/* The English grammar: at each word of a sentence, what may come next. It asks as the package's
 * grammar.py does, with the words of rules.py: each `yield` gives the words that are allowed, in a
 * Map, and is sent the meaning of the chosen one.
 */

const STOP = ".", QUERY = "?"; // the end of a statement, which is not written, and of a question
const [BASE, THIRD, PAST] = [0, 1, 2]; // of the forms of a verb
const NUMBERS = ["s", "p"];

/** Words, each with the same kind of meaning. */
const options = (words, meaning) => new Map([...words].map((word) => [word, meaning(word)]));
const joined = (...maps) => new Map(maps.flatMap((map) => [...map]));
/** A function whose answers are kept. */
const remembered = (answer) => {
  const known = new Map();
  return (...given) => {
    const key = JSON.stringify(given);
    if (!known.has(key)) known.set(key, answer(...given));
    return known.get(key);
  };
};
const isPerson = (phrase) => phrase.kind === "person";

/** Noun phrases: a determiner, an adjective, a noun that it suits. */
const phrases = ({ nouns, adjectives, determiners }) => {
  const suits = adjectives.map((adjective) => new Set(adjective.suits));
  const counts = (determiner) => determiner?.kind === "numeral" || ["a", "an"].includes(determiner?.word);
  const beginsWell = (article, word) =>
    !["a", "an"].includes(article?.word) || "aeiou".includes(word[0]) === (article.word === "an");

  const mayHave = (determiner, numbers) => ([noun, number]) => {
    const { kind } = nouns[noun];
    if (counts(determiner) && kind !== "count") return false;
    if (kind === "honorific" && determiner && determiner.kind !== "possessive") return false;
    if (!numbers.includes(number) || (determiner && !determiner.numbers.includes(number))) return false;
    return number === "p" ? kind === "count" : Boolean(determiner) || kind !== "count";
  };
  const candidates = (set, determiner, numbers) =>
    set.flatMap((noun) => NUMBERS.map((number) => [noun, number])).filter(mayHave(determiner, numbers));

  const following = new WeakMap();
  const next = (phrase) => {
    if (!following.has(phrase)) following.set(phrase, allowed(phrase));
    return following.get(phrase);
  };
  const allowed = (phrase) => {
    const first = phrase.adjective ? null : phrase.determiner, found = new Map();
    for (const [noun, number] of phrase.candidates) {
      const word = nouns[noun].words[number];
      if (beginsWell(first, word)) found.set(word, { ...phrase, kind: "noun", noun, number });
    }
    if (phrase.adjective) return found;
    adjectives.forEach(({ word, alone }, place) => {
      if (alone || !beginsWell(first, word)) return;
      const suited = phrase.candidates.filter(([noun]) => nouns[noun].kind !== "honorific" && suits[place].has(noun));
      if (suited.length) found.set(word, { ...phrase, adjective: word, candidates: suited });
    });
    return found;
  };
  const opened = (set, determiner, numbers) =>
    ({ kind: "open", determiner, adjective: "", candidates: candidates(set, determiner, numbers) });

  return {
    counts,
    /** The words that a phrase with one of these nouns may begin with. */
    starts: (set, numbers = "sp", without = []) => {
      const found = new Map();
      for (const determiner of determiners) {
        if (without.includes(determiner.word)) continue;
        const open = opened(set, determiner, numbers);
        if (next(open).size) found.set(determiner.word, open);
      }
      return joined(found, next(opened(set, null, numbers)));
    },
    /** Ask until the phrase has its noun. */
    *finished(meaning) {
      while (meaning.kind === "open") meaning = yield next(meaning);
      return meaning;
    },
    qualities: ({ noun, adjective }) =>
      adjectives.filter(({ word }, place) => word !== adjective && suits[place].has(noun)).map(({ word }) => word),
  };
};

/** Subjects, and the forms of verbs that go with them. */
const subjects = (rules, { counts, starts, finished, qualities }) => {
  const { nouns, living, pronouns, verbs, auxiliaries, counting } = rules;
  const livingOnes = new Set(living), things = [...nouns.keys()].filter((noun) => !livingOnes.has(noun));
  const does = verbs.map((verb) => new Set(verb.subjects));
  const code = (subject) => (isPerson(subject) && subject.word === "i" ? "i" : subject.number);
  const verbsOf = (subject) => verbs.filter((_, place) => isPerson(subject) || does[place].has(subject.noun));
  const forms = (subject, form, tense) =>
    new Map(verbsOf(subject).filter((verb) => verb.forms[form])
      .map((verb) => [verb.forms[form], { kind: "finite", verb, tense }]));

  return {
    forms,
    starts: remembered((codes = "isp", isLiving = false) => {
      const found = new Map(pronouns.filter((one) => codes.includes(one.word === "i" ? "i" : one.number))
        .map((one) => [one.word, { ...one, kind: "person" }]));
      if (codes === "i") return found;
      const phrase = new Map(starts(living, codes));
      if (!isLiving)
        for (const [word, meaning] of starts(things, codes, counting)) {
          const other = phrase.get(word);
          phrase.set(word, other ? { ...other, candidates: [...other.candidates, ...meaning.candidates] } : meaning);
        }
      return joined(found, phrase);
    }),
    /** What may follow a subject. */
    predicates: (subject) => {
      const form = code(subject), hasVerbs = verbsOf(subject).length > 0;
      return joined(
        forms(subject, form === "s" ? THIRD : BASE, "habitual"), forms(subject, PAST, "past"),
        new Map(auxiliaries.filter((one) => one.subjects.includes(form) && (hasVerbs || one.withoutVerb))
          .map((one) => [one.word, { ...one, kind: "auxiliary" }])));
    },
    /** What may follow an auxiliary and its subject. */
    after: (auxiliary, subject) => {
      const found = forms(subject, auxiliary.form, auxiliary.tense);
      if (!auxiliary.withoutVerb || counts(subject.determiner)) return found;
      const { after } = isPerson(subject) ? subject : nouns[subject.noun];
      const places = isPerson(subject) || subject.determiner || livingOnes.has(subject.noun) ? after : [];
      return joined(found,
        options(isPerson(subject) ? subject.qualities : qualities(subject), () => ({ kind: "quality" })),
        options(places, (word) => ({ kind: "preposition", word })));
    },
    /** Finish the subject and ask for the word after it; `(f)` may come in between. */
    *then(first, following) {
      const subject = yield* finished(first);
      if (isPerson(subject) && !subject.gender) {
        const meaning = yield joined(following(subject), new Map([["(f)", "feminine"]]));
        if (meaning !== "feminine") return [subject, meaning];
      }
      return [subject, yield following(subject)];
    },
  };
};

/** What comes after the verb: object, recipient, place, time, end. */
const endings = (rules, { starts, finished }) => {
  const { pronouns, people, prepositions, times, counting, pointing } = rules;
  const without = (subject) => subject.without ?? [];
  const objects = remembered(starts);
  const pronounObjects = (subject) => {
    const person = isPerson(subject) ? subject.person : 3;
    return new Map(pronouns.filter((one) => one.person === 3 || one.person !== person)
      .map((one) => [one.object, { ...one, kind: "person" }]));
  };
  const tail = (clause, closing, words) => {
    const places = options(words, (word) => ({ kind: word === "home" ? "place" : "preposition", word }));
    if (clause.verb?.needsPlace && !clause.place) return places;
    const fitting = Object.keys(times).filter((word) => times[word].includes(clause.tense));
    return joined(places, options(fitting, () => ({ kind: "time" })), closing);
  };

  const ended = function* (clause, closing, meaning) {
    if (meaning.kind === "preposition") {
      const used = [clause.subject, clause.object, clause.recipient].map((phrase) => phrase?.noun);
      const isGoal = meaning.word === "to", open = prepositions[meaning.word].filter((noun) => !used.includes(noun));
      yield* finished(yield starts(open, isGoal ? "s" : "sp",
        [...without(clause.subject), ...(isGoal ? [...counting, ...pointing] : [])]));
      meaning = { kind: "place" };
    }
    if (meaning.kind === "place") meaning = yield tail({ ...clause, place: true }, closing, []);
    if (meaning.kind === "time") meaning = yield closing;
    return meaning;
  };
  const rest = function* (clause, closing) {
    const { verb, subject } = clause, last = tail(clause, closing, verb.prepositions);
    if (!verb.objects.length) return yield* ended(clause, closing, yield last);
    const meaning = yield joined(objects(verb.objects, "sp", without(subject)),
      verb.pronouns ? pronounObjects(subject) : new Map(), verb.needsObject ? new Map() : last);
    if (!["open", "noun", "person"].includes(meaning.kind)) return yield* ended(clause, closing, meaning);
    clause.object = yield* finished(meaning);
    if (verb.recipient) {
      yield new Map([["to", "to"]]);
      clause.recipient = yield* finished(yield joined(objects(people, "sp", without(subject)), pronounObjects(subject)));
    }
    return yield* ended(clause, closing, yield last);
  };
  return { tail, ended, rest };
};

/** The sentences: a function that begins to ask. */
const sentences = (rules) => {
  const noun = phrases(rules), subject = subjects(rules, noun), { tail, ended, rest } = endings(rules, noun);
  const stop = new Map([[STOP, STOP]]), not = new Map([["not", "not"]]);

  const predicate = function* (who, auxiliary, meaning, closing) {
    const clause = { subject: who, tense: meaning.tense ?? auxiliary.withoutVerb, verb: meaning.verb };
    if (meaning.kind === "finite") return yield* rest(clause, closing);
    return yield* ended(clause, closing, meaning.kind === "quality" ? yield tail(clause, closing, []) : meaning);
  };
  const statement = function* (first, closing) {
    const [who, said] = yield* subject.then(first, subject.predicates);
    if (said.kind === "finite") return yield* rest({ subject: who, ...said }, closing);
    const after = subject.after(said, who);
    let meaning = rules.support.includes(said.word) ? yield not : yield joined(after, not);
    if (meaning === "not") meaning = yield after;
    return yield* predicate(who, said, meaning, closing);
  };
  const question = function* (auxiliary) {
    const after = (who) => subject.after(auxiliary, who), isLiving = !auxiliary.withoutVerb;
    let [who, meaning] = yield* subject.then(yield subject.starts(auxiliary.subjects, isLiving),
      (one) => joined(after(one), not));
    if (meaning === "not") meaning = yield after(who);
    yield* predicate(who, auxiliary, meaning, new Map([[QUERY, STOP]]));
  };
  const request = function* () {
    const you = { ...rules.pronouns.find(({ word }) => word === "you"), kind: "person" };
    const verbs = subject.forms(you, BASE, "request");
    let meaning = yield joined(verbs, new Map([["do", "do"]]));
    if (meaning === "do") {
      yield not;
      meaning = yield verbs;
    }
    yield* rest({ subject: you, ...meaning }, stop);
  };
  return function* () {
    const auxiliaries = new Map(rules.auxiliaries.map((one) => [one.word, { ...one, kind: "auxiliary" }]));
    const first = yield joined(subject.starts(), auxiliaries, new Map([["please", "please"]]));
    if (first === "please") return yield* request();
    if (first.kind === "auxiliary") return yield* question(first);
    const ending = yield* statement(first, joined(stop, options(rules.conjunctions, (word) => word)));
    if (ending !== STOP) yield* statement(yield subject.starts(), stop);
  };
};

/**
 * What reads sentences: of words it gives { words }, with the mark of a question; or, where they
 * leave the grammar, { place }, of the first wrong word; and what is allowed there.
 */
export const reader = (rules) => {
  const begin = sentences(rules);
  return (given) => {
    const words = given.filter((word) => word !== STOP), asking = begin();
    let meanings = asking.next().value;
    const answer = (found) => ({ ...found, allowed: [...(meanings?.keys() ?? [])].filter((word) => word !== STOP) });
    for (const [place, word] of words.entries()) {
      if (!meanings?.has(word)) return answer({ place });
      meanings = asking.next(meanings.get(word)).value;
    }
    if (!meanings || meanings.has(STOP)) return answer({ words });
    return answer(meanings.has(QUERY) ? { words: [...words, QUERY] } : { place: words.length });
  };
};
