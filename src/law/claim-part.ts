/** What a receipt can pay of a claim, in the order of discharge. 民法典 art 561; 法释〔2014〕8号 art 4. */
export const CLAIM_PARTS = [
  'general_interest',
  'principal',
  'written_off',
  'doubled_interest',
] as const;

export type ClaimPart = (typeof CLAIM_PARTS)[number];

/** Whether it is interest, general or doubled, and no principal. */
export const isInterest = (part: ClaimPart): boolean =>
  part === 'general_interest' || part === 'doubled_interest';
