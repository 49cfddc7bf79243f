/** The languages of the product: Chinese first. */
export type Language = 'zh' | 'en';

/** What a refusal says to a person, in both languages. */
export interface ProblemText {
  readonly title: Readonly<Record<Language, string>>;
  /** What the person can do now. */
  readonly remedy: Readonly<Record<Language, string>>;
}

/** One code of the catalogue. */
export const entry = (zh: string, zhRemedy: string, en: string, enRemedy: string): ProblemText => ({
  title: { zh, en },
  remedy: { zh: zhRemedy, en: enRemedy },
});
