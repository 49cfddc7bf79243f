import { Algorithm, hash, verify } from '@node-rs/argon2';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { DomainError } from '../errors';

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane.
const COST = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

const SHORTEST = 12;
const LONGEST = 128;

/** Checked where there is no account, so that the answer takes as long as where there is one. */
const NOBODYS = hash('nobody has this password', COST);

/** Of 0 to 4: at least 10¹⁰ guesses by somebody who knows what people choose. */
const HARD_TO_GUESS = 4;
/** Shorter words are part of too much else. */
const SHORTEST_WORD = 2;

/** Estimates guesses from some 49,000 common passwords, and from patterns, repetition and keyboards. */
async function newEstimator(): Promise<ZxcvbnFactory> {
  const [core, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new core.ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}

// Loaded when the first password is set: no other work needs the words.
let estimator: Promise<ZxcvbnFactory> | undefined;

async function isEasyToGuess(password: string, context: readonly string[]): Promise<boolean> {
  const lower = password.toLowerCase();
  const words = context.map(plain).filter((word) => word.length >= SHORTEST_WORD);
  if (words.some((word) => lower.includes(word))) return true;
  estimator ??= newEstimator();
  return (await estimator).check(lower, words).score < HARD_TO_GUESS;
}

const plain = (word: string): string => word.normalize('NFKC').trim().toLowerCase();

/**
 * Hashes a new password: 12 to 128 characters (NIST SP 800-63B-4), neither common nor easy to guess,
 * and without a word of its context (ASVS 5.0, 6.2.4 and 6.2.11).
 *
 * @param context what others know of its owner: login, name, bureau
 * @throws DomainError PASSWORD_WEAK
 */
export async function hashPassword(password: string, context: readonly string[]): Promise<string> {
  const normal = password.normalize('NFKC');
  const length = Array.from(normal).length;
  if (length < SHORTEST || length > LONGEST || (await isEasyToGuess(normal, context))) {
    throw new DomainError('PASSWORD_WEAK', 'invalid', { shortest: SHORTEST, longest: LONGEST });
  }
  return hash(normal, COST);
}

/** Whether the password is the account's; takes as long for an account without a password. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const isRight = await verify(stored ?? (await NOBODYS), password.normalize('NFKC'));
  return isRight && stored !== null;
}
