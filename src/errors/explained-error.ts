import type { Language } from './problem-text';

/** A text in every language of the product. */
export type Bilingual = Readonly<Record<Language, string>>;

/** What is wrong, and what a person can do about it, where that is not said already. */
export type Explanation = readonly [message: string, whatToDo?: string];

/**
 * Something on the machine or in its settings stands in the way. Unlike a `DomainError` it is said to
 * whoever runs the process, not to a caller. As an error it speaks English; `in` gives the words for people.
 */
export class ExplainedError extends Error {
  constructor(
    readonly words: Readonly<Record<Language, Explanation>>,
    options?: ErrorOptions,
  ) {
    super(words.en[0], options);
  }

  /** What a person can do about it, in English. */
  get whatToDo(): string {
    return this.words.en[1] ?? '';
  }

  /** What is wrong and what to do, a line for each. */
  in(language: Language): string {
    return this.words[language].filter(Boolean).join('\n');
  }
}
