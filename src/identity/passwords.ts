import { Algorithm, hash, verify } from '@node-rs/argon2';
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

/**
 * Hashes a new password: 12 to 128 characters (NIST SP 800-63B-4), not one that is known to be common,
 * and without the login in it.
 *
 * @throws DomainError PASSWORD_WEAK
 */
export async function hashPassword(password: string, login: string): Promise<string> {
  const length = Array.from(password).length;
  const isSimple = new Set(password).size < 5 || password.toLowerCase().includes(login);
  if (length < SHORTEST || length > LONGEST || isSimple) {
    throw new DomainError('PASSWORD_WEAK', 'invalid', { shortest: SHORTEST, longest: LONGEST });
  }
  return hash(password.normalize('NFKC'), COST);
}

/** Whether the password is the account's; takes as long for an account without a password. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const isRight = await verify(stored ?? (await NOBODYS), password.normalize('NFKC'));
  return isRight && stored !== null;
}
