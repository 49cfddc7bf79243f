/** The books say no. */
export class Refusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}
